/** Opens a ticket: watches it, fetches it, and keeps what belongs to it fresh. */
import { effect, signal, untracked } from "@preact/signals";
import { againLater } from "../again";
import { api, Problem } from "../api";
import { mode } from "../composer/mode";
import { draftElsewhere, draftsState, openDrafts } from "../drafts";
import { change, load, onFrames, onRefetch, watch } from "../live";
import { afterPaint } from "../parts/later";
import { route } from "../route";
import { state } from "../session";
import { loadSoon } from "../soon_part";
import type { LiveFrame } from "../store/frames";
import { wantsRefetch } from "../store/refetch";
import { forgetTickets, loadCustomer, loadOlder, loadTicket, loadViewers } from "../store/load";
import type { State, TicketView } from "../store/state";
import type { TicketAnswer, Unchanged } from "../store/ticket_answer";
import type { Customer, Entry, Message } from "../store/types";

export const ticketError = signal<unknown>(null);
/** Read up to here when the ticket was opened: where the unread line stands. */
export const unreadFrom = signal<{ ticket: number; after: number } | null>(null);
export const isLoadingOlder = signal(false);
/** Tickets that are being fetched ahead, by id: whoever opens one waits for it instead of asking again. */
export const coming = new Map<number, Promise<unknown>>();
let loading: AbortController | null = null;

export function startTicket(): void {
  effect(() => {
    const id = route.value.ticket;
    watch(id);
    ticketError.value = null;
    mode.value = "reply";
    if (id !== null) untracked(() => void open(id));
  });
  onRefetch(() => {
    if (route.value.ticket !== null) void fetchTicket(route.value.ticket);
  });
  onFrames((frames) => (forgetOthers(frames), frames.forEach(follow)));
}

export function retryTicket(): void {
  if (route.value.ticket !== null) void fetchTicket(route.value.ticket);
}

/** What is at hand is shown at once; the desk says whether it is still so. */
async function open(id: number): Promise<void> {
  loading?.abort();
  if (!state.peek().tickets.has(id)) await coming.get(id);
  if (route.peek().ticket !== id) return;
  const kept = state.peek().tickets.get(id);
  if (kept) begin(kept);
  if (kept) await new Promise<void>(afterPaint);
  if (route.peek().ticket !== id) return;
  await fetchTicket(id, kept?.position);
  const view = state.peek().tickets.get(id);
  if (view && route.peek().ticket === id && unreadFrom.peek()?.ticket !== id) begin(view);
}

function begin({ id, drafts }: TicketView): void {
  const read = state.peek().rows.get(id)?.read_id ?? 0;
  unreadFrom.value = { ticket: id, after: read < 0 ? -read - 1 : read };
  openDrafts(id, drafts, draftsState(id));
}

async function fetchTicket(id: number, since?: number): Promise<void> {
  loading?.abort();
  loading = new AbortController();
  ticketError.value = null;
  const asked = since === undefined ? "" : `?since=${since}`;
  const drafts = draftsState(id);
  try {
    const answer = await load<TicketAnswer | Unchanged>(`/api/tickets/${id}${asked}`, (now, found) => taken(now, id, found), loading.signal);
    if ("ticket" in answer) openDrafts(id, answer.drafts, drafts);
  } catch (error) {
    if (error instanceof Problem && error.code === "aborted") return;
    if (route.peek().ticket !== id) return;
    ticketError.value = error;
    againLater(error, () => ticketError.peek() === error && route.peek().ticket === id, () => void open(id));
  }
}

function taken(now: State, id: number, answer: TicketAnswer | Unchanged): State {
  return "unchanged" in answer ? loadViewers(now, id, answer.viewers) : loadTicket(now, answer);
}

export async function fetchOlder(id: number): Promise<void> {
  const oldest = state.value.tickets.get(id)?.messages[0];
  if (!oldest || isLoadingOlder.value) return;
  isLoadingOlder.value = true;
  try {
    const page = await api<{ messages: Message[]; entries: Entry[]; has_more: boolean }>("GET", `/api/tickets/${id}/messages?before=${oldest.id}&limit=50`);
    change((now) => loadOlder(now, id, page));
  } finally {
    isLoadingOlder.value = false;
  }
}

/** Of tickets that nobody looks at only rows are told: what is kept of one that changes is no longer true. */
function forgetOthers(frames: readonly LiveFrame[]): void {
  const { tickets } = state.peek();
  const open = route.peek().ticket;
  const ids = frames.flatMap((frame) => (frame.t === "event" && frame.ticket && frame.ticket.id !== open && tickets.has(frame.ticket.id) ? [frame.ticket.id] : []));
  if (ids.length > 0) change((now) => forgetTickets(now, new Set(ids)));
}

function follow(frame: LiveFrame): void {
  if (frame.t === "gone" && frame.ticket === route.peek().ticket) ticketError.value = new Problem("forbidden", 403);
  if (wantsRefetch(frame, route.peek().ticket)) refetch();
  if (frame.t === "event" && frame.kind.startsWith("customer.") && frame.ticket) void fetchCustomer(frame.ticket.customer.id);
  if (frame.t === "private" && frame.ticket === route.peek().ticket && frame.kind.startsWith("draft.") && frame.data.mode) void draftElsewhere(frame.ticket, frame.data.mode, frame.data);
}

/** Messages may have moved: what of the customer's history is on the screen is loaded anew as well. */
function refetch(): void {
  retryTicket();
  const row = state.peek().rows.get(route.peek().ticket ?? 0);
  if (row) void fetchCustomer(row.customer.id);
  if (row && state.peek().histories.has(row.customer.id)) void loadSoon().then(({ openHistory }) => openHistory(row.customer.id, null), () => undefined);
}

export async function fetchCustomer(id: number): Promise<void> {
  const customer = await api<Customer>("GET", `/api/customers/${id}`).catch(() => null);
  if (customer) change((now) => loadCustomer(now, customer));
}
