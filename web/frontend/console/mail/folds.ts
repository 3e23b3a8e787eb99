/** A mail's text cut into what is new and what is folded away: quotes, signatures, forwarded mails. Pure. */
import type { Fold } from "../store/types";

export interface Part {
  readonly kind: "text" | Fold[2];
  readonly text: string;
  /** Lines of it, as they were written. */
  readonly lines: number;
}

/** The offsets count characters as people do, not the halves that an emoji has in JavaScript. */
export function partsOf(text: string, folds: readonly Fold[]): Part[] {
  const characters = [...text];
  const parts: Part[] = [];
  let at = 0;
  const add = (kind: Part["kind"], from: number, to: number): void => {
    const piece = characters.slice(from, to).join("");
    if (piece.trim() !== "") parts.push({ kind, text: piece.replace(/^\s*\n|\s+$/gu, ""), lines: piece.trim().split("\n").length });
  };
  for (const [start, end, kind] of [...folds].sort(([one], [other]) => one - other)) {
    if (start < at || end <= start) continue;
    add("text", at, start);
    add(kind, start, end);
    at = end;
  }
  add("text", at, characters.length);
  return parts;
}
