/** Tells the others that somebody is writing: at most once in 3 s, and when it stops. */
import { sendTyping } from "../live";
import type { DraftMode } from "../store/types";

const REPEAT_MS = 3_000;
const STOPS_AFTER_MS = 5_000;

let lastSent = 0;
let current: { ticket: number; mode: DraftMode } | null = null;
let stop: ReturnType<typeof setTimeout> | undefined;

export function isTyping(ticket: number, mode: DraftMode): void {
  if (current && (current.ticket !== ticket || current.mode !== mode)) stoppedTyping();
  current = { ticket, mode };
  clearTimeout(stop);
  stop = setTimeout(stoppedTyping, STOPS_AFTER_MS);
  if (Date.now() - lastSent < REPEAT_MS) return;
  lastSent = Date.now();
  sendTyping(ticket, mode, true);
}

export function stoppedTyping(): void {
  clearTimeout(stop);
  if (current) sendTyping(current.ticket, current.mode, false);
  current = null;
  lastSent = 0;
}
