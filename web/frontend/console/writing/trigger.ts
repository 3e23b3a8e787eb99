/** What a text area is being asked to complete at its cursor. Pure. */

export type What = "template" | "person" | "emoji";
export interface Trigger {
  readonly what: What;
  /** Where the sign stands. */
  readonly from: number;
  readonly to: number;
  readonly query: string;
}

const MAX_QUERY = 40;
/** After a line's start, a space or an opening bracket; a template's words may hold spaces, as its name does. */
const SIGNS: readonly [What, RegExp][] = [
  ["template", /(?:^|[\s(])(\/)([^\n/]*)$/u],
  ["person", /(?:^|[\s(])(@)([\p{L}\p{N}'’-]*(?: [\p{L}\p{N}'’-]*)?)$/u],
  ["emoji", /(?:^|[\s(])(:)([\p{L}\p{N}_+-]{2,})$/u],
];

/** bySlashKey: the last key was the one that says "/" on a Latin keyboard; on Russian and Ukrainian ones it says ".". */
export function triggerAt(text: string, caret: number, { isNote, bySlashKey = -1 }: { isNote: boolean; bySlashKey?: number }): Trigger | null {
  const line = text.slice(text.lastIndexOf("\n", caret - 1) + 1, caret);
  const start = caret - line.length;
  for (const [what, sign] of SIGNS) {
    if (what === "person" && !isNote) continue;
    const found = sign.exec(line);
    if (found && found[2]!.length <= MAX_QUERY) return { what, from: start + found.index + found[0].length - found[2]!.length - 1, to: caret, query: found[2]! };
  }
  const query = text.slice(bySlashKey + 1, caret);
  const isDot = bySlashKey >= start && text[bySlashKey] === "." && /^[\p{L}\p{N} _-]*$/u.test(query) && query.length <= MAX_QUERY;
  return isDot && (bySlashKey === 0 || /\s/.test(text[bySlashKey - 1]!)) ? { what: "template", from: bySlashKey, to: caret, query } : null;
}
