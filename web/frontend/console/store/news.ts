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

/** All up to an id have been seen. */
export function read(told: Told, upto: number): Told {
  const notifications = told.notifications.map((one) => (one.id <= upto ? { ...one, read: true } : one));
  return { unread: notifications.filter((one) => !one.read).length, notifications };
}
