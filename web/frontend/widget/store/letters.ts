/** The outbox in storage: one entry per letter, so that two tabs never overwrite each other's. */

import type { Letter } from "../state/outbox";
import type { Box } from "./box";

const prefix = "letter:";

export function isLetterName(name: string): boolean {
  return name === "" || name.startsWith(prefix);
}

export function keepLetter(box: Box, letter: Letter): void {
  box.set(prefix + letter.id, JSON.stringify(letter));
}

export function forgetLetter(box: Box, id: string): void {
  box.set(prefix + id, null);
}

export function readLetters(box: Box): Letter[] {
  return box.names(prefix).flatMap((name) => {
    try {
      const kept = JSON.parse(box.get(name) ?? "") as Letter;
      return [{ ...kept, ticket: kept.ticket ?? null }]; // older pages kept none
    } catch {
      return [];
    }
  });
}
