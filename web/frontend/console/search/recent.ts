/** What this agent has found something by lately, in this browser alone. */
import { readStored, writeStored } from "../../shared/dom";
import { myId } from "../session";

const MOST = 8;

export function recentSearches(): readonly string[] {
  const kept = readStored<unknown>(storageKey());
  return Array.isArray(kept) ? kept.filter((one) => typeof one === "string").slice(0, MOST) : [];
}

/** The newest first; what one of them was typed on to takes its place. */
export function rememberSearch(query: string): void {
  const text = query.trim();
  if (text.length < 2) return;
  writeStored(storageKey(), [text, ...recentSearches().filter((one) => !text.startsWith(one))].slice(0, MOST));
}

export function forgetSearches(): void {
  writeStored(storageKey(), null);
}

function storageKey(): string {
  return `helpdesk.searches.${myId()}.`;
}
