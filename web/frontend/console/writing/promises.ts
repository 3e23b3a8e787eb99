/** The promises of the ticket at hand: fetched when it opens, again when one of them changes. */
import { signal } from "@preact/signals";
import { api } from "../api";
import { onFrames } from "../live";
import type { Promised } from "./types";

export const promisesOf = signal<{ ticketId: number; list: readonly Promised[] }>({ ticketId: 0, list: [] });
let isListening = false;

/** Those that came with the ticket. */
export function showPromises(ticketId: number, list: readonly Promised[]): void {
  listen();
  promisesOf.value = { ticketId, list };
}

export async function needPromises(ticketId: number): Promise<void> {
  listen();
  const list = await api<Promised[]>("GET", `/api/tickets/${ticketId}/promises`);
  promisesOf.value = { ticketId, list };
}

/** due: a moment, or a day ("2026-11-24") whose working hours count. */
export async function makePromise(ticketId: number, { text, due, kind = "promise", ownerId }: { text: string; due: Date | string; kind?: Promised["kind"]; ownerId?: number }): Promise<Promised> {
  const when = typeof due === "string" ? { due_on: due } : { due_at: due.toISOString() };
  const made = await api<Promised>("POST", `/api/tickets/${ticketId}/promises`, { kind, text, ...when, ...(ownerId && { owner_id: ownerId }) });
  await needPromises(ticketId);
  return made;
}

/** The same to a customer, whatever ticket it is about. */
export async function promiseCustomer(customerId: number, { text, due, ownerId }: { text: string; due: Date | string; ownerId?: number }): Promise<Promised> {
  const when = typeof due === "string" ? { due_on: due } : { due_at: due.toISOString() };
  return api<Promised>("POST", `/api/customers/${customerId}/promises`, { text, ...when, ...(ownerId && { owner_id: ownerId }) });
}

export async function finishPromise({ id, ticket_id }: Promised): Promise<void> {
  await api("PUT", `${pathOf(ticket_id)}/${id}/completion`, {});
  if (ticket_id !== null) await needPromises(ticket_id);
}

export async function dropPromise({ id, ticket_id }: Promised): Promise<void> {
  await api("DELETE", `${pathOf(ticket_id)}/${id}`);
  if (ticket_id !== null) await needPromises(ticket_id);
}

function pathOf(ticketId: number | null): string {
  return ticketId === null ? "/api/customer-promises" : "/api/promises";
}

function listen(): void {
  if (isListening) return;
  isListening = true;
  onFrames((frames) => {
    const { ticketId } = promisesOf.value;
    if (frames.some((frame) => frame.t === "event" && frame.kind.startsWith("promise.") && frame.ticket?.id === ticketId)) void needPromises(ticketId).catch(() => undefined);
  });
}

/** "2026-11-24", by the clock of the browser. */
export function dayOf(at: Date): string {
  return `${at.getFullYear()}-${String(at.getMonth() + 1).padStart(2, "0")}-${String(at.getDate()).padStart(2, "0")}`;
}
