/** Which key does what: the console's own map, and where an agent has laid a command elsewhere. */
import { computed } from "@preact/signals";
import { preferences } from "./session";

/** Written as people press them: "G M" is two after each other; a key is the code without "Key" or "Digit". */
export const USUAL = {
  search: "/", go_mine: "G M", go_unassigned: "G U", go_waiting: "G W", go_all: "G I", go_customers: "G C", go_settings: "G S", go_reports: "G R", go_board: "G B", accept_offer: "Shift+Y", decline_offer: "Shift+X",
  next_row: "J", previous_row: "K", take_next: ".", pick: "X", pick_next: "Shift+J", pick_previous: "Shift+K",
  reply: "R", note: "N", forward: "F", find: "Shift+F", write_mail: "C", first: "Shift+C", assign: "A", to_me: "I", pass_on: "Shift+T", tags: "T", snooze: "Z", follow: "W", unread: "U", macro: "M", join: "Shift+M",
  priority: "P", status: "S", resolve: "E", resolve_next: "Shift+E", previous: "[", next: "]", panel: "\\", copy: "Y",
} as const;

export type CommandId = keyof typeof USUAL;
/** Only what lies elsewhere than usual; an empty key: nowhere. */
export type ChangedKeys = Readonly<Partial<Record<string, string>>>;
export interface KeyMap {
  readonly keyOf: Readonly<Record<CommandId, string>>;
  readonly at: ReadonlyMap<string, CommandId>;
}

export const COMMAND_IDS = Object.keys(USUAL) as CommandId[];

/** What was laid somewhere has its key; who usually had it has none. */
export function mapOf(changed: ChangedKeys): KeyMap {
  const chosen = COMMAND_IDS.flatMap((id) => (changed[id] ? [[changed[id], id] as const] : []));
  const taken = new Set(chosen.map(([key]) => key));
  const usual = COMMAND_IDS.flatMap((id) => (changed[id] === undefined && !taken.has(USUAL[id]) ? [[USUAL[id], id] as const] : []));
  const at = new Map<string, CommandId>([...chosen, ...usual]);
  const keyOf = Object.fromEntries([...COMMAND_IDS.map((id) => [id, ""]), ...[...at].map(([key, id]) => [id, key])]) as Record<CommandId, string>;
  return { keyOf, at };
}

export const keyMap = computed(() => mapOf(preferences.value.keys));

export function keyOf(id: CommandId): string {
  return keyMap.value.keyOf[id];
}

/** None for who has switched them off. */
export function shownKey(id: CommandId): string {
  return preferences.value.shortcuts ? keyOf(id) : "";
}

/** A button's name with its key behind it. */
export function withKey(text: string, id: CommandId): string {
  const key = shownKey(id);
  return key ? `${text} (${key})` : text;
}

const SIGNS: Record<string, string> = { Slash: "/", Period: ".", Comma: ",", Semicolon: ";", Quote: "'", Minus: "-", Equal: "=", Backquote: "`", BracketLeft: "[", BracketRight: "]", Backslash: "\\", IntlBackslash: "\\" };

/** Where it lies on the keyboard, whatever the layout makes of it. */
export function nameOf({ code, shiftKey }: Pick<KeyboardEvent, "code" | "shiftKey">): string {
  return `${shiftKey ? "Shift+" : ""}${SIGNS[code] ?? code.replace(/^(Key|Digit)/, "")}`;
}
