/** Lists of messages and entries by id: put, merge pages, prefer what is surely newer. */
import type { Delivery, DeliveryState, Message } from "./types";

const RANK: Record<DeliveryState, number> = {
  queued: 0, sending: 1, unknown: 2, failed: 3, sent: 4, delivered: 5, read: 6, withdrawn: 7,
};

/** Put one item into an ascending list; an item with the same id is replaced by `choose(old, item)`. */
export function putById<T extends { id: number }>(list: readonly T[], item: T, choose: (old: T, item: T) => T = (_, item) => item): readonly T[] {
  let at = list.length;
  while (at > 0 && list[at - 1]!.id > item.id) at--;
  const old = list[at - 1];
  if (old?.id === item.id) return list.with(at - 1, choose(old, item));
  return [...list.slice(0, at), item, ...list.slice(at)];
}

/** Put a message as it is now; one that was taken back disappears. */
export function putMessage(list: readonly Message[], message: Message): readonly Message[] {
  if (message.delivery?.state !== "withdrawn") return putById(withPress(list, message), message);
  return list.filter(({ id }) => id !== message.id);
}

/** A press of a button shows below the reply that offered it, which itself is not sent again. */
function withPress(list: readonly Message[], { id, text, telegram: press }: Message): readonly Message[] {
  const offered = press?.is_press ? list.find((one) => one.id === press.answers?.message_id) : undefined;
  if (!offered?.telegram) return list;
  const buttons = offered.telegram.buttons.map((button) => (button.label === text ? { ...button, pressed_by: button.pressed_by ?? id } : button));
  return putById(list, { ...offered, telegram: { ...offered.telegram, buttons } });
}

export function withAuthor(list: readonly Message[], customerId: number, name: string): readonly Message[] {
  const isTheirs = ({ author }: Message): boolean => author.kind === "customer" && author.id === customerId;
  return list.map((message) => (isTheirs(message) ? { ...message, author: { ...message.author, name } } : message));
}

/** Merge answers that carry no position: of two copies of a message the one further on its way stays. */
export function mergeMessages(list: readonly Message[], more: readonly Message[]): readonly Message[] {
  const all = new Map(list.map((message) => [message.id, message]));
  for (const message of more) {
    const old = all.get(message.id);
    all.set(message.id, old ? furtherMessage(old, message) : message);
  }
  return [...all.values()].sort((one, other) => one.id - other.id);
}

export function mergeById<T extends { id: number }>(list: readonly T[], more: readonly T[]): readonly T[] {
  const all = new Map([...list, ...more].map((item) => [item.id, item]));
  return [...all.values()].sort((one, other) => one.id - other.id);
}

export function furtherMessage(old: Message, other: Message): Message {
  const text = other.revisions >= old.revisions ? other : old;
  return { ...text, delivery: furtherDelivery(old.delivery, other.delivery) };
}

function furtherDelivery(old: Delivery | null, other: Delivery | null): Delivery | null {
  if (!old || !other) return other ?? old;
  if (old.attempt !== other.attempt) return other.attempt > old.attempt ? other : old;
  return RANK[other.state] >= RANK[old.state] ? other : old;
}
