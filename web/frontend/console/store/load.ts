/** How answers of the REST API become part of the state. After each, newer live frames are applied again. */
import { begin, putRow, settle } from "./change";
import { mergeById, mergeMessages } from "./messages";
import { orderOf, replacePart } from "./order";
import { listKey, type History, type List, type State, type TicketView } from "./state";
import type { TicketAnswer } from "./ticket_answer";
import type { Customer, Entry, HistoryAnswer, ListAnswer, Message, Row, Viewer, Workspace } from "./types";
import type { Sort } from "./views";

const KEPT_LISTS = 6;
const KEPT_TICKETS = 16;

export function loadWorkspace(state: State, workspace: Workspace): State {
  const presence = new Map(workspace.presence.map((one) => [one.agent_id, one]));
  return { ...state, position: Math.max(state.position, workspace.position), workspace, presence };
}

export function loadCounts(state: State, answer: { position: number; counts: Record<string, number> }): State {
  if (answer.position < state.countsPosition) return state;
  // saved views are counted by the socket alone
  const views = Object.fromEntries(Object.entries(state.counts).filter(([view]) => view.startsWith("view:")));
  return { ...state, counts: { ...views, ...answer.counts }, countsPosition: answer.position };
}

export function loadRows(state: State, rows: readonly Row[], position: number): State {
  const change = begin(state);
  for (const row of rows) putRow(change, row, position);
  return settle(change);
}

export function loadList(state: State, answer: ListAnswer): State {
  const key = listKey(answer.view, answer.sort);
  const { position, view, cut } = answer;
  const lists = new Map(state.lists);
  const known = lists.get(key)?.order;
  const order = orderOf(answer.order);
  lists.delete(key);
  // What was known behind the part stays until its own part comes: a list must not jump to its beginning.
  lists.set(key, { view, sort: answer.sort as Sort, position, order: known ? replacePart(known, order, null, cut) : order, cut });
  return loadRows({ ...state, lists: keepLast(lists, KEPT_LISTS) }, answer.rows, position);
}

/** The part of a list behind `cut`; nothing where the list has been fetched anew meanwhile. */
export function loadPart(state: State, answer: ListAnswer, cut: List["cut"]): State {
  const key = listKey(answer.view, answer.sort);
  const list = state.lists.get(key);
  if (!list || list.cut !== cut) return state;
  const order = replacePart(list.order, orderOf(answer.order), cut, answer.cut);
  return { ...state, lists: new Map(state.lists).set(key, { ...list, order, cut: answer.cut }) };
}

export function loadTicket(state: State, answer: TicketAnswer): State {
  const { skills = [], links = [], ...row } = answer.ticket;
  const old = state.tickets.get(row.id);
  const view: TicketView = {
    id: row.id,
    position: answer.position,
    skills,
    links,
    threads: answer.threads,
    ...joinPages(old, answer),
    assignment: answer.assignment,
    sla: answer.sla ?? [],
    drafts: answer.drafts,
    following: answer.following ?? false,
    readOnly: answer.read_only ?? false,
    help: answer.help ?? { approvals: 0, sides: 0 },
    promises: answer.promises ?? [],
    usual: answer.recipients ?? null,
    customerId: answer.customer?.id ?? row.customer?.id ?? null,
  };
  const tickets = new Map(state.tickets);
  tickets.delete(row.id);
  tickets.set(row.id, view);
  const customers = answer.customer ? new Map(state.customers).set(answer.customer.id, answer.customer) : state.customers;
  const viewers = new Map(state.viewers).set(row.id, answer.viewers);
  return loadRows({ ...state, tickets: keepLast(tickets, KEPT_TICKETS), customers, viewers }, [row], answer.position);
}

/** A ticket that may be opened next: nobody looks at it yet, and `open` must not go for it. */
export function loadAhead(state: State, answer: TicketAnswer, open: number | null): State {
  const next = loadTicket(state, answer);
  const view = open === null ? undefined : state.tickets.get(open);
  if (!view) return { ...next, viewers: state.viewers };
  const tickets = new Map(next.tickets);
  tickets.delete(view.id);
  return { ...next, tickets: tickets.set(view.id, view), viewers: state.viewers };
}

export function loadViewers(state: State, ticketId: number, viewers: readonly Viewer[]): State {
  return { ...state, viewers: new Map(state.viewers).set(ticketId, viewers) };
}

/** Forget tickets that nobody looks at. */
export function forgetTickets(state: State, ids: ReadonlySet<number>): State {
  return { ...state, tickets: new Map([...state.tickets].filter(([id]) => !ids.has(id))) };
}

/** Forget what a customer said: nobody tells what happens in it while it is not on the screen. */
export function forgetHistory(state: State, customerId: number): State {
  return { ...state, histories: new Map([...state.histories].filter(([id]) => id !== customerId)) };
}

/** Older pages we already have stay, unless there would be a gap between them and the answer. */
function joinPages(old: TicketView | undefined, answer: TicketAnswer): Pick<TicketView, "messages" | "entries" | "hasMore"> {
  const first = answer.messages[0];
  const last = old?.messages.at(-1);
  if (!old || !first || !last || last.id < first.id || old.messages[0]!.id >= first.id) {
    return { messages: answer.messages, entries: answer.entries, hasMore: answer.has_more };
  }
  const older = old.messages.filter((message) => message.id < first.id);
  return { messages: [...older, ...answer.messages], entries: mergeById(old.entries, answer.entries), hasMore: old.hasMore };
}

export function loadOlder(state: State, ticketId: number, page: { messages: Message[]; entries: Entry[]; has_more: boolean }): State {
  const view = state.tickets.get(ticketId);
  if (!view) return state;
  const messages = mergeMessages(page.messages, view.messages);
  const entries = mergeById(page.entries, view.entries);
  return { ...state, tickets: new Map(state.tickets).set(ticketId, { ...view, messages, entries, hasMore: page.has_more }) };
}

/** Put a message that an answer without position brought (a reply just sent, a new attempt). */
export function loadMessage(state: State, message: Message): State {
  const view = state.tickets.get(message.ticket_id);
  if (!view) return state;
  const next = { ...view, messages: mergeMessages(view.messages, [message]) };
  return { ...state, tickets: new Map(state.tickets).set(view.id, next) };
}

export function loadCustomer(state: State, customer: Customer): State {
  return { ...state, customers: new Map(state.customers).set(customer.id, customer) };
}

/** `side` tells which way a page was asked for; "around" starts the history anew. */
export function loadHistory(state: State, customerId: number, { answer, side }: { answer: HistoryAnswer; side: "around" | "before" | "after" }): State {
  const old = side === "around" ? undefined : state.histories.get(customerId);
  const history: History = {
    customerId,
    position: old && side === "before" ? old.position : answer.position,
    messages: old ? mergeMessages(old.messages, answer.messages) : answer.messages,
    hasBefore: old && side === "after" ? old.hasBefore : answer.has_before,
    hasAfter: old && side === "before" ? old.hasAfter : answer.has_after,
  };
  return { ...state, histories: keepLast(new Map(state.histories).set(customerId, history), KEPT_TICKETS) };
}

function keepLast<K, V>(map: Map<K, V>, count: number): Map<K, V> {
  for (const key of map.keys()) {
    if (map.size <= count) break;
    map.delete(key);
  }
  return map;
}
