/** The one way in which live frames change what the console knows. Pure: no clock, no page, no network. */
import { begin, putRow, removeRow, rowIn, settle, touch, type Change } from "./change";
import { withoutTicket, withRow } from "./customers";
import type { EventFrame, LiveFrame, PrivateFrame } from "./frames";
import { putById, putMessage, withAuthor } from "./messages";
import type { State, TicketView } from "./state";
import type { Message, Presence, Row, Thread } from "./types";

export function applyFrame(state: State, frame: LiveFrame): State {
  return applyFrames(state, [frame]);
}

/** Apply frames in their order; lists are sorted once, so a burst costs little more than one frame. */
export function applyFrames(state: State, frames: readonly LiveFrame[]): State {
  const change = begin(state);
  for (const frame of frames) step(change, frame);
  return settle(change);
}

function step(change: Change, frame: LiveFrame): void {
  const { next } = change;
  if ("p" in frame) next.position = Math.max(next.position, frame.p);
  if (frame.t === "event") event(change, frame);
  else if (frame.t === "gone") gone(change, frame.ticket, frame.p);
  else if (frame.t === "private") own(change, frame);
  else if (frame.t === "counts") counts(change, frame);
  else if (frame.t === "workspace") workspace(change, frame);
  else if (frame.t === "presence") next.presence = withPresence(next.presence, frame.agents);
  else if (frame.t === "customer_typing") next.customerTyping = withMember(next.customerTyping, frame.ticket, frame.on);
  else next.viewers = frame.viewers.length > 0 ? new Map(next.viewers).set(frame.ticket, frame.viewers) : without(next.viewers, frame.ticket);
}

function event(change: Change, frame: EventFrame): void {
  const { ticket, message } = frame;
  if (ticket) {
    const row = rowOf(ticket);
    putRow(change, row.message_count <= 1 && !rowIn(change, row.id) ? { read_id: 0, ...row } : row, frame.p);
    change.next.customers = withRow(change.next.customers, rowIn(change, row.id)!);
    if (frame.kind === "customer.changed") renameAuthor(change, row.customer);
  }
  if (frame.customer) change.next.customers = new Map(change.next.customers).set(frame.customer.id, frame.customer);
  if (message) historyMessage(change, frame, message);
  if (message?.kind === "in") change.next.customerTyping = withMember(change.next.customerTyping, message.ticket_id, false);
  const id = message?.ticket_id ?? ticket?.id;
  const view = id === undefined ? undefined : change.next.tickets.get(id);
  if (view && frame.p > view.position) putTicket(change, seen(view, frame));
}

function seen(view: TicketView, { message, entry, assignment, sla, ticket, threads, help }: EventFrame): TicketView {
  return {
    ...view,
    ...pickDetails(ticket),
    threads: threadsAfter(threads ?? view.threads, { message, ticket }),
    messages: message && message.ticket_id === view.id ? putMessage(view.messages, message) : view.messages,
    entries: entry ? putById(view.entries, entry) : view.entries,
    assignment: assignment === undefined ? view.assignment : assignment,
    sla: sla ?? view.sla,
    help: help ?? view.help,
  };
}

function pickDetails(ticket: (Row & Partial<Pick<TicketView, "skills" | "links">>) | undefined): Partial<TicketView> {
  return { ...(ticket?.skills && { skills: ticket.skills }), ...(ticket?.links && { links: ticket.links }) };
}

function historyMessage(change: Change, frame: EventFrame, message: Message): void {
  const customerId = (frame.ticket ?? rowIn(change, message.ticket_id))?.customer.id;
  const history = customerId === undefined ? undefined : change.next.histories.get(customerId);
  if (!history || frame.p <= history.position) return;
  const newest = history.messages.at(-1)?.id ?? 0;
  const isBeyondGap = history.hasAfter && message.id > newest;
  if (isBeyondGap) return;
  const messages = putMessage(history.messages, message);
  change.next.histories = new Map(change.next.histories).set(history.customerId, { ...history, messages });
}

function renameAuthor({ next }: Change, { id, name }: Row["customer"]): void {
  const renamed = <T extends { readonly messages: readonly Message[] }>(page: T): T => ({ ...page, messages: withAuthor(page.messages, id, name) });
  next.tickets = new Map([...next.tickets].map(([ticketId, view]) => [ticketId, renamed(view)]));
  next.histories = new Map([...next.histories].map(([customerId, history]) => [customerId, renamed(history)]));
}

/** The row alone, without what only the open ticket shows. */
function rowOf({ skills: _skills, links: _links, ...row }: Row & Partial<Pick<TicketView, "skills" | "links">>): Row {
  return row;
}

/** A thread is called what its customer is called; what they have read marks how far they have seen. */
function threadsAfter(threads: readonly Thread[], { message, ticket }: Pick<EventFrame, "message" | "ticket">): readonly Thread[] {
  const name = ticket?.customer.name;
  const seenId = message?.delivery?.state === "read" ? message.id : 0;
  return threads.map((thread) => {
    const seen = thread.id === message?.thread_id ? Math.max(thread.customer_seen_id ?? 0, seenId) : thread.customer_seen_id;
    return { ...thread, peer_name: name ?? thread.peer_name, customer_seen_id: seen };
  });
}

function gone(change: Change, id: number, position: number): void {
  removeRow(change, id, position);
  const { next } = change;
  next.customers = withoutTicket(next.customers, id);
  next.tickets = without(next.tickets, id);
  next.viewers = without(next.viewers, id);
  for (const [customerId, history] of next.histories) {
    const messages = history.messages.filter((message) => message.ticket_id !== id);
    if (messages.length === history.messages.length) continue;
    next.histories = new Map(next.histories).set(customerId, { ...history, messages });
  }
}

function own(change: Change, { kind, ticket, data, p }: PrivateFrame): void {
  if (kind === "read.marked") return markRead(change, ticket, data.message_id ?? 0);
  const view = change.next.tickets.get(ticket);
  if (!view || p <= view.position) return;
  if (kind === "follow.changed") putTicket(change, { ...view, following: data.following === true });
  if (!data.mode) return;
  const drafts = { ...view.drafts };
  if (kind === "draft.deleted") delete drafts[data.mode];
  else if (kind === "draft.saved" && data.text !== undefined) {
    const { text, attachment_ids = [], attachments = [], revision = 0, updated_at } = data;
    drafts[data.mode] = { text, attachment_ids, attachments, revision, ...(updated_at !== undefined && { updated_at }) };
  }
  putTicket(change, { ...view, drafts });
}

function markRead(change: Change, id: number, messageId: number): void {
  const row = rowIn(change, id);
  if (!row || (messageId >= 0 && (row.read_id ?? 0) >= messageId)) return;
  change.rows.set(id, { ...row, read_id: messageId });
  touch(change, id, 0);
}

function counts({ next }: Change, frame: { p: number; counts: Record<string, number> }): void {
  if (frame.p < next.countsPosition) return;
  next.counts = frame.counts;
  next.countsPosition = frame.p;
}

function workspace({ next }: Change, frame: LiveFrame & { t: "workspace" }): void {
  if (frame.p < (next.workspace?.position ?? 0)) return;
  next.workspace = { ...frame.workspace, position: frame.p };
  next.presence = withPresence(next.presence, frame.workspace.presence);
}

function putTicket(change: Change, view: TicketView): void {
  change.next.tickets = new Map(change.next.tickets).set(view.id, view);
}

function withPresence(known: ReadonlyMap<number, Presence>, agents: readonly Presence[]): ReadonlyMap<number, Presence> {
  return new Map([...known, ...agents.map((presence) => [presence.agent_id, presence] as const)]);
}

function withMember(set: ReadonlySet<number>, id: number, isMember: boolean): ReadonlySet<number> {
  if (set.has(id) === isMember) return set;
  const next = new Set(set);
  if (isMember) next.add(id);
  else next.delete(id);
  return next;
}

function without<T>(map: ReadonlyMap<number, T>, id: number): ReadonlyMap<number, T> {
  if (!map.has(id)) return map;
  const next = new Map(map);
  next.delete(id);
  return next;
}
