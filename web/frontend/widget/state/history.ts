/** All tickets of one visitor, and how a frame of the desk changes them. */

import type { Cursors, DeskEvent, ServerFrame, Welcome } from "./protocol";
import { hasGap, newTicket, withAcknowledged, withEvent, withFloor, withHead, type Ticket } from "./ticket";

export type History = ReadonlyMap<number, Ticket>;

const mostCursors = 100;

export const noHistory: History = new Map();

export interface Gap {
  readonly ticket: number;
  readonly after: number;
}

/** Apply one frame. Repeated, late and reordered frames are harmless; frames about nothing stored are ignored. */
export function applyFrame(history: History, frame: ServerFrame): History {
  switch (frame.t) {
    case "welcome":
      return applyWelcome(history, frame);
    case "event":
      return applyEvents(history, [frame]);
    case "ack":
      return change(history, frame.ticket, (ticket) =>
        withAcknowledged(ticket, { ticket: frame.ticket, seq: frame.seq, kind: "message", message: frame.message }));
    case "seen":
      return change(history, frame.ticket, (ticket) =>
        frame.seq > ticket.deskSeen ? { ...ticket, deskSeen: frame.seq } : ticket);
    default:
      return history;
  }
}

/** Apply events that were asked for again. */
export function applyEvents(history: History, events: readonly DeskEvent[]): History {
  return events.reduce((all, event) => change(all, event.ticket, (ticket) => withEvent(ticket, event)), history);
}

/** Note that the visitor has looked at everything up to `seq`. */
export function markViewed(history: History, ticket: number, seq: number): History {
  const known = history.get(ticket);
  if (!known || known.visitorSeen >= seq) return history;
  return new Map(history).set(ticket, { ...known, visitorSeen: seq });
}

/** Up to where each ticket is known; the desk listens to the newest hundred. */
export function cursors(history: History): Cursors {
  const newest = [...history.values()].sort((a, b) => b.number - a.number).slice(0, mostCursors);
  return Object.fromEntries(newest.map((ticket) => [String(ticket.number), ticket.cursor]));
}

export function gaps(history: History): Gap[] {
  return [...history.values()].filter(hasGap).map((ticket) => ({ ticket: ticket.number, after: ticket.cursor }));
}

export function unreadCount(history: History): number {
  return [...history.values()].reduce((sum, ticket) => sum + unreadOf(ticket), 0);
}

export function unreadOf(ticket: Ticket): number {
  return [...ticket.events.values()].filter((event) => event.message && event.message.from !== "visitor" && event.seq > ticket.visitorSeen).length;
}

export function newestTicket(history: History): Ticket | null {
  return [...history.values()].reduce<Ticket | null>((best, each) => (best && best.number > each.number ? best : each), null);
}

function applyWelcome(history: History, frame: Welcome): History {
  const heads = frame.tickets.reduce(
    (all, head) => change(all, head.number, (ticket) =>
      withHead(frame.truncated ? withFloor(ticket, floorOf(frame, head.number, head.seq)) : ticket, head)),
    history,
  );
  return applyEvents(heads, frame.events);
}

function floorOf(frame: Welcome, ticket: number, last: number): number {
  const numbers = frame.events.filter((event) => event.ticket === ticket).map((event) => event.seq);
  return numbers.length ? Math.min(...numbers) - 1 : last;
}

function change(history: History, number: number, by: (ticket: Ticket) => Ticket): History {
  const before = history.get(number) ?? newTicket(number);
  const after = by(before);
  return after === before && history.has(number) ? history : new Map(history).set(number, after);
}
