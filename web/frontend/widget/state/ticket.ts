/** What the frame knows of one ticket: its events by number, and how far they are complete. */

import type { Agent, DeskEvent, TicketHead } from "./protocol";

export interface Ticket {
  readonly number: number;
  readonly category: string;
  /** The event number at which `category` was true; an older status never replaces it. */
  readonly categoryAt: number;
  readonly events: ReadonlyMap<number, DeskEvent>;
  /** Events 1..floor are older history that has not been loaded. */
  readonly floor: number;
  /** Everything after floor up to here is known. */
  readonly cursor: number;
  /** The highest number the desk is known to have given. */
  readonly last: number;
  /** Own messages that are stored, but whose event has not come round yet. */
  readonly acknowledged: ReadonlySet<number>;
  readonly visitorSeen: number;
  readonly deskSeen: number;
  /** What a list shows of it while its events are not loaded. */
  readonly head: { readonly at: string; readonly preview: string };
}

export function newTicket(number: number): Ticket {
  return {
    number, category: "new", categoryAt: 0, events: new Map(), floor: 0, cursor: 0, last: 0,
    acknowledged: new Set(), visitorSeen: 0, deskSeen: 0, head: { at: "", preview: "" },
  };
}

export function hasGap(ticket: Ticket): boolean {
  return ticket.last > ticket.cursor;
}

const nobody: Agent = { name: "" };

/** The one who took the ticket last, without a name when nobody has. */
export function agentOf(ticket: Ticket): Agent {
  return [...ticket.events.values()].reduce((last, { agent, seq }) => (agent && seq > last.seq ? { seq, agent } : last), { seq: 0, agent: nobody }).agent;
}

export function isOver(ticket: Ticket): boolean {
  return ticket.category === "resolved" || ticket.category === "closed";
}

/** Take what a welcome says about the ticket; marks never go back. */
export function withHead(ticket: Ticket, head: TicketHead): Ticket {
  const newer = head.seq >= ticket.categoryAt;
  return {
    ...ticket,
    category: newer ? head.category : ticket.category,
    categoryAt: newer ? head.seq : ticket.categoryAt,
    last: Math.max(ticket.last, head.seq),
    acknowledged: new Set([...ticket.acknowledged].filter((seq) => seq > head.seq)),
    visitorSeen: Math.max(ticket.visitorSeen, head.customer_seen),
    deskSeen: Math.max(ticket.deskSeen, head.desk_seen),
    head: { at: head.at ?? "", preview: head.preview ?? "" },
  };
}

/** Say that everything up to `floor` was left out on purpose; only for a ticket of which nothing is known. */
export function withFloor(ticket: Ticket, floor: number): Ticket {
  return ticket.events.size ? ticket : settle({ ...ticket, floor, cursor: floor });
}

/** Add one event; the same number again changes nothing but the delivered mark. */
export function withEvent(ticket: Ticket, event: DeskEvent): Ticket {
  const known = ticket.events.has(event.seq);
  if (known && !ticket.acknowledged.has(event.seq)) return ticket;
  const acknowledged = new Set(ticket.acknowledged);
  acknowledged.delete(event.seq);
  if (known) return { ...ticket, acknowledged };
  return settle({ ...insert(ticket, event), acknowledged });
}

/** Add an own message known only from its acknowledgement. */
export function withAcknowledged(ticket: Ticket, event: DeskEvent): Ticket {
  if (ticket.events.has(event.seq)) return ticket;
  return settle({ ...insert(ticket, event), acknowledged: new Set(ticket.acknowledged).add(event.seq) });
}

function insert(ticket: Ticket, event: DeskEvent): Ticket {
  const events = new Map(ticket.events).set(event.seq, event);
  const newer = event.status !== undefined && event.seq > ticket.categoryAt;
  return {
    ...ticket,
    events,
    category: newer ? (event.status ?? ticket.category) : ticket.category,
    categoryAt: newer ? event.seq : ticket.categoryAt,
    last: Math.max(ticket.last, event.seq),
  };
}

function settle(ticket: Ticket): Ticket {
  let { floor, cursor } = ticket;
  while (floor > 0 && ticket.events.has(floor)) floor--;
  while (ticket.events.has(cursor + 1)) cursor++;
  return { ...ticket, floor, cursor, last: Math.max(ticket.last, cursor) };
}
