/** Holds the order on the screen still while the agent is in the list; what is new waits behind a pill. */
import { computed, signal } from "@preact/signals";
import { route } from "./route";
import { lists } from "./session";
import { idsOf } from "./store/ids";
import { EMPTY_ORDER, joinOrder, type Order } from "./store/order";
import { listKey } from "./store/state";

const held = signal<{ key: string; order: Order } | null>(null);

const currentKey = computed(() => listKey(route.value.view, route.value.sort));
export const currentList = computed(() => lists.value.get(currentKey.value));
const liveOrder = computed(() => currentList.value?.order ?? EMPTY_ORDER);

/** The order to draw. */
export const shownOrder = computed(() => {
  const hold = held.value;
  return hold && hold.key === currentKey.value ? hold.order : liveOrder.value;
});

const heldIds = computed(() => idsOf(held.value?.order.ids ?? []));
const liveIds = computed(() => idsOf(liveOrder.value.ids));

/** How many tickets the live order has that the held one does not show. */
export const newCount = computed(() => {
  if (shownOrder.value === liveOrder.value) return 0;
  const known = heldIds.value;
  let count = 0;
  for (const id of liveOrder.value.ids) if (!known.has(id)) count++;
  return count;
});

/** Whether the held order differs from the live one at all. */
export const isBehind = computed(() => {
  const one = shownOrder.value.ids;
  const other = liveOrder.value.ids;
  if (one === other || one.length !== other.length) return one !== other;
  for (let at = 0; at < one.length; at++) if (one[at] !== other[at]) return true;
  return false;
});

export function holdList(): void {
  if (held.peek()?.key === currentKey.peek() || !currentList.peek()) return;
  held.value = { key: currentKey.peek(), order: liveOrder.peek() };
}

/** A further part of the list has come: that is nothing new. */
export function growHeld(key: string, part: Order): void {
  const now = held.peek();
  if (now?.key === key) held.value = { key, order: joinOrder(now.order, part) };
}

/** Show the live order; an agent still in the list is held again from there. */
export function releaseList(): void {
  held.value = null;
}

/** A ticket of the held order that has left the view meanwhile. */
export function hasLeft(id: number): boolean {
  return shownOrder.value !== liveOrder.value && !liveIds.value.has(id);
}
