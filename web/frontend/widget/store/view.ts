/** What the panel shows: a ticket, the list of all, or what else can be done. */

import { computed, effect, signal } from "@preact/signals";
import { newestTicket } from "../state/history";
import { lettersOf } from "../state/outbox";
import { forget, machine, watch, write } from "./desk";
import { onNews } from "./news";
import type { Attachment } from "../state/protocol";

export type Screen = "talk" | "list" | "more";

export const screen = signal<Screen>("talk");

/** What the visitor has chosen: a ticket, 0 for a new one, null for whichever is the newest. */
const chosen = signal<number | null>(null);
const written = new Map<string, number>();

const newest = computed(() => newestTicket(machine.value.history)?.number ?? 0);
/** The ticket on screen; 0 is one that is about to begin. */
export const current = computed(() => chosen.value ?? newest.value);
export const ticket = computed(() => machine.value.history.get(current.value));
export const letters = computed(() => lettersOf(machine.value.outbox, current.value, newest.value));

export function show(number: number): void {
  chosen.value = number;
  screen.value = "talk";
}

/** Write to the ticket on screen. */
export function writeHere(text: string, attachments: readonly Attachment[]): void {
  const under = current.peek();
  written.set(write(text, attachments, under), under);
}

/** Go where a message has gone: a new ticket, or the next one of a ticket that takes no more. */
export function followView(): void {
  effect(() => watch(current.value));
  onNews(({ ticket: number, message }) => {
    const under = written.get(message?.client_id ?? "");
    if (under === chosen.peek() && under !== undefined) chosen.value = number;
  });
}

export function forgetAll(): void {
  forget();
  chosen.value = null;
}
