/** A mail being written: kept in the browser until the desk has it. */
import { signal } from "@preact/signals";
import { readStored, writeStored } from "../../shared/dom";
import { myId } from "../session";
import { EMPTY_LETTER, forwarded, type Letter } from "../store/letter";
import type { Occasion } from "./open";

const letters = signal<ReadonlyMap<string, Letter>>(new Map());

export function letterKey(occasion: Occasion): string {
  if (occasion.refused) return `refused.${occasion.refused.key}`;
  if (occasion.kind === "first") return `first.${occasion.customer.id}`;
  return occasion.kind === "mail" ? "mail" : `forward.${occasion.message.id}`;
}

export function letterOf(occasion: Occasion): Letter {
  const key = letterKey(occasion);
  return letters.value.get(key) ?? readStored<Letter>(storageKey(key)) ?? fresh(occasion);
}

export function write(occasion: Occasion, change: Partial<Letter>): void {
  const key = letterKey(occasion);
  const next = { ...letterOf(occasion), ...change };
  letters.value = new Map(letters.peek()).set(key, next);
  writeStored(storageKey(key), next);
}

/** It has been handed over, or is not wanted. */
export function forget(occasion: Occasion): void {
  const next = new Map(letters.peek());
  next.delete(letterKey(occasion));
  letters.value = next;
  writeStored(storageKey(letterKey(occasion)), null);
}

function fresh(occasion: Occasion): Letter {
  const { refused } = occasion;
  if (refused) return { ...EMPTY_LETTER, ...refused.recipients, subject: refused.subject ?? refused.recipients?.subject ?? "", text: refused.text, attachments: refused.attachments, channelId: refused.channelId ?? 0, way: refused.way };
  return occasion.kind !== "forward" ? EMPTY_LETTER : { ...EMPTY_LETTER, subject: forwarded(occasion.message.mail?.subject ?? "") };
}

function storageKey(key: string): string {
  return `helpdesk.letter.${myId()}.${key}`;
}
