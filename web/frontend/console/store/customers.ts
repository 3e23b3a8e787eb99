/** Customers on screen, kept in step with the rows of their tickets. */
import type { Customer, CustomerTicket, Row } from "./types";

type Customers = ReadonlyMap<number, Customer>;

/** The customer of a row is called what the row says, and their list shows the ticket as the row does. */
export function withRow(customers: Customers, row: Row): Customers {
  const known = customers.get(row.customer.id);
  if (!known) return customers;
  return new Map(customers).set(known.id, { ...known, name: row.customer.name, tickets: putTicket(known.tickets, row) });
}

export function withoutTicket(customers: Customers, id: number): Customers {
  const next = new Map(customers);
  for (const [customerId, customer] of customers) {
    if (!customer.tickets.some((ticket) => ticket.id === id)) continue;
    next.set(customerId, { ...customer, tickets: customer.tickets.filter((ticket) => ticket.id !== id) });
  }
  return next;
}

/** Newest first, as the server lists them. */
function putTicket(tickets: CustomerTicket[], { id, number, subject, category, channel, created_at }: Row): CustomerTicket[] {
  const shown = { id, number, subject, category, channel_kind: channel.kind, created_at };
  return [...tickets.filter((ticket) => ticket.id !== id), shown].sort((one, other) => other.id - one.id);
}
