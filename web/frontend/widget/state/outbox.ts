/** What the visitor has written and the desk has not yet acknowledged. */

import type { Attachment, RefusalCode } from "./protocol";

export interface Letter {
  /** The client_id: the same on every attempt, so that the desk stores it once. */
  readonly id: string;
  readonly text: string;
  readonly attachments: readonly Attachment[];
  /** Milliseconds; unique and rising, so it is also the order of sending. */
  readonly at: number;
  readonly refused: RefusalCode | null;
  /** Where it goes, as in a send frame. */
  readonly ticket: number | null;
}

export type Outbox = readonly Letter[];

/** Order the letters of all tabs as they were written, each once. */
export function sorted(letters: Iterable<Letter>): Outbox {
  const byId = new Map([...letters].map((letter) => [letter.id, letter]));
  return [...byId.values()].sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
}

/** Write a letter that comes after all others, whatever the clock did. */
export function newLetter(outbox: Outbox, draft: { id: string; text: string; attachments: readonly Attachment[]; now: number; ticket?: number | null }): Letter {
  const last = outbox.at(-1)?.at ?? 0;
  return { id: draft.id, text: draft.text, attachments: draft.attachments, at: Math.max(draft.now, last + 1), refused: null, ticket: draft.ticket ?? null };
}

/** The letters a reader of one ticket sees; 0 is the ticket that is about to begin. */
export function lettersOf(outbox: Outbox, ticket: number, newest: number): Outbox {
  return outbox.filter((letter) => letter.ticket === ticket || (letter.ticket === null && (ticket === 0 || ticket === newest)));
}

/** Where a letter written under `ticket` goes: what follows the first letter of a new ticket goes to the newest, which is that one by then. */
export function targetOf(outbox: Outbox, ticket: number, hasTickets: boolean): number | null {
  if (ticket) return ticket;
  const hasBegun = outbox.some((letter) => letter.ticket === 0 && !letter.refused);
  return hasTickets && !hasBegun ? 0 : null;
}

export function nextLetter(outbox: Outbox): Letter | null {
  return outbox.find((letter) => letter.refused === null) ?? null;
}

export function without(outbox: Outbox, id: string): Outbox {
  return outbox.some((letter) => letter.id === id) ? outbox.filter((letter) => letter.id !== id) : outbox;
}

export function withRefusal(outbox: Outbox, id: string, code: RefusalCode | null): Outbox {
  return outbox.map((letter) => (letter.id === id ? { ...letter, refused: code } : letter));
}
