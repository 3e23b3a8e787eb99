/** Notifications of one agent. Pure. */

export interface News {
  readonly id: number;
  readonly kind: "sla.warned" | "sla.breached" | (string & {});
  readonly ticket_id: number | null;
  readonly ticket_number: number | null;
  readonly data: Readonly<Record<string, unknown>>;
  readonly at: string;
  readonly read: boolean;
}
export interface Told {
  readonly unread: number;
  readonly notifications: readonly News[];
}

/** One more, once, however often it comes. */
export function added(told: Told, news: News): Told {
  if (told.notifications.some(({ id }) => id === news.id)) return told;
  const notifications = [...told.notifications, news].sort((one, other) => other.id - one.id);
  return { unread: told.unread + (news.read ? 0 : 1), notifications };
}

/** Who reads a ticket knows this of it; the desk notes the same. */
const READ_WITH_TICKET = new Set(["ticket.assigned", "ticket.team", "message.received", "message.followed", "note.mentioned"]);

/** An agent has opened tickets, in whatever tab. */
export function readWith(told: Told, tickets: readonly number[]): Told {
  const isRead = (one: News): boolean => !one.read && one.ticket_id !== null && tickets.includes(one.ticket_id) && READ_WITH_TICKET.has(one.kind);
  const count = told.notifications.filter(isRead).length;
  return count === 0 ? told : { unread: Math.max(0, told.unread - count), notifications: told.notifications.map((one) => (isRead(one) ? { ...one, read: true } : one)) };
}

/** All up to an id have been seen. */
export function read(told: Told, upto: number): Told {
  const notifications = told.notifications.map((one) => (one.id <= upto ? { ...one, read: true } : one));
  return { unread: notifications.filter((one) => !one.read).length, notifications };
}
