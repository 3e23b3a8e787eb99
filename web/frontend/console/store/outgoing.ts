/** What waits to be sent: one stored item per send, so that tabs never overwrite each other. */
import type { Attachment, Recipients } from "./types";

export interface Outgoing {
  readonly key: string;
  readonly ticketId: number;
  /** "mail" and "first" begin a ticket, so that their ticketId is 0; "forward" passes on the message `messageId`. */
  readonly kind: "reply" | "note" | "mail" | "first" | "forward";
  readonly text: string;
  readonly attachments: readonly Attachment[];
  readonly seenId: number;
  readonly force: boolean;
  readonly resolve: boolean;
  /** Not before this moment. */
  readonly sendAt?: string | undefined;
  readonly createdAt: string;
  /** "newer": the customer or a colleague wrote meanwhile, the agent decides. "failed": refused, the agent decides. */
  readonly state: "queued" | "newer" | "failed";
  readonly problem: string | null;
  /** By mail: whom it goes to, as the agent saw it, and on which thread. */
  readonly recipients?: Recipients | undefined;
  readonly threadId?: number | undefined;
  readonly channelId?: number | undefined;
  readonly messageId?: number | undefined;
  /** Of first words in a chat: to whom, in which of their chats, about what, and how that was chosen. */
  readonly customer?: { readonly id: number; readonly name: string } | undefined;
  readonly identityId?: number | undefined;
  readonly subject?: string | undefined;
  readonly way?: string | undefined;
  /** On Telegram: the message it quotes, and what may be pressed instead of writing. */
  readonly answersId?: number | undefined;
  readonly buttons?: readonly string[] | undefined;
}

export interface Shelf {
  readonly length: number;
  key(at: number): string | null;
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

/** Stored items of one agent, oldest first; unreadable ones are left out. */
export function listOutgoing(shelf: Shelf, prefix: string): Outgoing[] {
  const found: Outgoing[] = [];
  for (let at = 0; at < shelf.length; at++) {
    const key = shelf.key(at);
    const item = key?.startsWith(prefix) ? readItem(shelf.getItem(key)) : null;
    if (item) found.push(item);
  }
  return found.sort((one, other) => (one.createdAt < other.createdAt ? -1 : 1));
}

function readItem(text: string | null): Outgoing | null {
  try {
    const item = JSON.parse(text ?? "") as Outgoing;
    return typeof item.key === "string" && typeof item.text === "string" ? item : null;
  } catch {
    return null;
  }
}

export function storeOutgoing(shelf: Shelf, prefix: string, item: Outgoing): void {
  shelf.setItem(prefix + item.key, JSON.stringify(item));
}

/** The next to send: per ticket strictly in order, so nothing overtakes one that waits for a decision on the same ticket. */
export function nextToSend(items: readonly Outgoing[]): Outgoing | undefined {
  const held = new Set<number>();
  for (const item of items) {
    if (item.state === "queued" && !held.has(item.ticketId)) return item;
    if (item.state !== "failed") held.add(item.ticketId);
  }
  return undefined;
}

export type Outcome = "sent" | "later" | "newer" | "failed";

/** What an answer of the server means for an item. */
export function outcomeOf(problem: { code: string; isPassing: boolean; status: number }): Outcome {
  if (problem.isPassing || problem.status === 401) return "later";
  return problem.code === "newer_message" || problem.code === "colleague_answered" ? "newer" : "failed";
}
