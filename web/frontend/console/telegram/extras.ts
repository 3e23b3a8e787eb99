/** What a reply on Telegram has besides its words: the message it quotes, buttons to press instead of writing. */
import { signal } from "@preact/signals";
import { readStored, writeStored } from "../../shared/dom";
import { myId } from "../session";
import type { TicketView } from "../store/state";

export interface Extras {
  readonly answersId: number | null;
  readonly buttons: readonly string[];
}

const NONE: Extras = { answersId: null, buttons: [] };
const changed = signal<ReadonlyMap<number, Extras>>(new Map());

/** Whether a reply on this ticket goes to Telegram. */
export function goesToTelegram({ messages }: Pick<TicketView, "messages">): boolean {
  return messages.findLast(({ kind }) => kind !== "note")?.channel_kind === "telegram";
}

export function extrasOf(ticketId: number): Extras {
  return changed.value.get(ticketId) ?? readStored<Extras>(storageKey(ticketId)) ?? NONE;
}

export function setExtras(ticketId: number, change: Partial<Extras>): void {
  const next = { ...extrasOf(ticketId), ...change };
  const isNone = next.answersId === null && next.buttons.length === 0;
  writeStored(storageKey(ticketId), isNone ? null : next);
  changed.value = new Map(changed.value).set(ticketId, next);
}

/** What goes out with the reply; undefined where there is nothing of the kind. */
export function takeExtras(view: TicketView): { answersId?: number | undefined; buttons?: readonly string[] | undefined } {
  const { answersId, buttons } = extrasOf(view.id);
  setExtras(view.id, NONE);
  if (!goesToTelegram(view)) return {};
  const named = buttons.map((label) => label.trim()).filter(Boolean);
  return { ...(answersId !== null && { answersId }), ...(named.length > 0 && { buttons: named }) };
}

function storageKey(ticketId: number): string {
  return `helpdesk.telegram.${myId()}.${ticketId}`;
}
