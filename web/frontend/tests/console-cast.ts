/** A desk to test the console's state with: anna is the agent who looks, number 1. */

import { emptyState, type State } from "../console/store/state";
import { loadList, loadTicket } from "../console/store/load";
import type { EventFrame } from "../console/store/frames";
import type { Customer, Message, Row } from "../console/store/types";

export const anna = 1;
const DAY = "2026-11-21T10:00:00.000Z";

export function row(id: number, changes: Partial<Row> = {}): Row {
  return {
    id, number: 1000 + id, version: 1, subject: `Ticket ${id}`, preview: "", customer: { id: 7, name: "Vera" }, channel: { id: 1, kind: "webchat" },
    language: "en", type_id: 1, priority: "normal", status_id: 2, category: "open", team_id: 1, assignee_id: anna, created_at: DAY, updated_at: DAY,
    last_message_at: DAY, last_message_id: 1, last_message_from: "customer", waiting_since: DAY, next_due_at: null, message_count: 2, tags: [],
    waiting_reason: null, follows_id: null, ...changes,
  };
}

export function message(id: number, changes: Partial<Message> = {}): Message {
  return {
    id, ticket_id: 1, ticket_number: 1001, thread_id: 1, channel_kind: "webchat", kind: "in", author: { kind: "customer", id: 7, name: "Vera", avatar: null },
    text: `message ${id}`, html: `<p>message ${id}</p>`, created_at: DAY, client_key: null, edited_at: null, revisions: 0, is_auto: false, delivery: null, attachments: [],
    ...changes,
  };
}

export function event(p: number, parts: Partial<EventFrame>): EventFrame {
  return { t: "event", p, kind: "message.received", ...parts };
}

export const vera: Customer = {
  id: 7, name: "Vera", language: "en", created_at: DAY, organisation: null, identities: [], fields: {}, tags: [], tickets: [], blocked: false,
};

/** "mine" by waiting time at position 10 with these rows. */
export function desk(...rows: Row[]): State {
  const order = rows.map(({ id, waiting_since }): [number, number] => [id, Date.parse(waiting_since!)]);
  return loadList(emptyState(anna), { position: 10, view: "mine", sort: "waiting", order, rows, cut: null });
}

export function withTicket(state: State, messages: Message[], position = 10): State {
  return loadTicket(state, {
    position, ticket: row(1), threads: [], messages, entries: [], has_more: false, assignment: null, drafts: {}, viewers: [], customer: vera,
  });
}

export function mine(state: State): number[] {
  return [...state.lists.get("mine waiting")!.order.ids];
}

export function later(minutes: number): string {
  return new Date(Date.parse(DAY) + minutes * 60_000).toISOString();
}
