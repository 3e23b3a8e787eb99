/** A sorted list of ticket ids in typed arrays: 100,000 entries move in a fraction of a millisecond. */
import { idsOf, type Ids } from "./ids";

export interface Order {
  readonly ids: Float64Array;
  readonly keys: Float64Array;
}
/** An id with its key. */
export type Place = readonly [number, number];
/** Up to so many changes are made one after the other in one copy; more are sorted and merged in. */
const ONE_BY_ONE = 16;
export const EMPTY_ORDER: Order = { ids: new Float64Array(0), keys: new Float64Array(0) };

export function orderOf(pairs: readonly (readonly [number, number])[]): Order {
  const ids = new Float64Array(pairs.length);
  const keys = new Float64Array(pairs.length);
  pairs.forEach(([id, key], at) => {
    ids[at] = id;
    keys[at] = key;
  });
  return { ids, keys };
}

/** Put a further part into what is known: ids of both stand where the part says. */
export function joinOrder(order: Order, part: Order): Order {
  return mergeSorted(without(order, idsOf(part.ids)), part);
}

/** Put a part in the place of what was known behind `from` (null: from the beginning) up to `to` (null: to the end). */
export function replacePart(order: Order, part: Order, from: Place | null, to: Place | null): Order {
  const start = from === null ? 0 : countUpTo(order, from);
  const end = to === null ? order.ids.length : Math.max(start, countUpTo(order, to));
  const given = idsOf(part.ids);
  return chain([without(between(order, 0, start), given), part, without(between(order, end), given)]);
}

/** Whether an entry stands at a place or before it. */
export function isUpTo([id, key]: Place, otherId: number, otherKey: number): boolean {
  return !(key < otherKey || (key === otherKey && id < otherId));
}

export function indexOf(order: Order, id: number): number {
  return order.ids.indexOf(id);
}

/** Put each id at its key; null takes it out. Returns the same order when nothing moves. */
export function patchOrder(order: Order, changes: ReadonlyMap<number, number | null>): Order {
  if (changes.size > ONE_BY_ONE) return merge(order, changes);
  let next: Order | null = null;
  for (const [id, key] of changes) {
    const now: Order = next ?? order;
    const at = indexOf(now, id);
    if (at < 0 ? key === null : now.keys[at] === key) continue;
    next = now === order ? withRoom(order, changes.size) : now;
    if (at >= 0) next = takeOut(next, at);
    if (key !== null) next = putIn(next, id, key);
  }
  return next ?? order;
}

/** A copy that may grow by so many in its place: the two arrays are copied once, however many entries move. */
function withRoom({ ids, keys }: Order, more: number): Order {
  const copy = (from: Float64Array): Float64Array => {
    const room = new Float64Array(from.length + more);
    room.set(from);
    return room.subarray(0, from.length);
  };
  return { ids: copy(ids), keys: copy(keys) };
}

function takeOut({ ids, keys }: Order, at: number): Order {
  const cut = (from: Float64Array): Float64Array => from.copyWithin(at, at + 1).subarray(0, from.length - 1);
  return { ids: cut(ids), keys: cut(keys) };
}

function putIn(order: Order, id: number, key: number): Order {
  const at = placeOf(order, id, key);
  const open = (from: Float64Array, value: number): Float64Array => {
    const to = new Float64Array(from.buffer, 0, from.length + 1).copyWithin(at + 1, at, from.length);
    to[at] = value;
    return to;
  };
  return { ids: open(order.ids, id), keys: open(order.keys, key) };
}

/** How many entries stand up to a place. */
function countUpTo(order: Order, [id, key]: Place): number {
  const at = placeOf(order, id, key);
  return order.ids[at] === id && order.keys[at] === key ? at + 1 : at;
}

function placeOf({ ids, keys }: Order, id: number, key: number): number {
  let low = 0;
  let high = ids.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (keys[middle]! < key || (keys[middle] === key && ids[middle]! < id)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Many changes at once: the changed ones are taken out together and merged in by key. */
function merge(order: Order, changes: ReadonlyMap<number, number | null>): Order {
  const real = [...changes].filter(([id, key]) => differs(order, id, key));
  if (real.length === 0) return order;
  const added = real.filter((change): change is [number, number] => change[1] !== null);
  added.sort(([id, key], [otherId, otherKey]) => key - otherKey || id - otherId);
  return mergeSorted(without(order, idsOf(real.map(([id]) => id))), orderOf(added));
}

function differs(order: Order, id: number, key: number | null): boolean {
  const at = indexOf(order, id);
  return at < 0 ? key !== null : order.keys[at] !== key;
}

/** Two orders that have no id in common, as one; what lies between two of `added` is copied in one go. */
function mergeSorted(order: Order, added: Order): Order {
  const ids = new Float64Array(order.ids.length + added.ids.length);
  const keys = new Float64Array(ids.length);
  const copy = (from: number, to: number, at: number): void => (ids.set(order.ids.subarray(from, to), at), keys.set(order.keys.subarray(from, to), at));
  let from = 0;
  for (let at = 0; at < added.ids.length; at++) {
    const to = placeOf(order, added.ids[at]!, added.keys[at]!);
    copy(from, to, from + at);
    ids[to + at] = added.ids[at]!;
    keys[to + at] = added.keys[at]!;
    from = to;
  }
  copy(from, order.ids.length, from + added.ids.length);
  return { ids, keys };
}

function without(order: Order, out: Ids): Order {
  const ids = new Float64Array(order.ids.length);
  const keys = new Float64Array(order.ids.length);
  let size = 0;
  for (let at = 0; at < order.ids.length; at++) {
    if (out.has(order.ids[at]!)) continue;
    ids[size] = order.ids[at]!;
    keys[size++] = order.keys[at]!;
  }
  return { ids: ids.subarray(0, size), keys: keys.subarray(0, size) };
}

function between({ ids, keys }: Order, from: number, to = ids.length): Order {
  return { ids: ids.subarray(from, to), keys: keys.subarray(from, to) };
}

function chain(parts: readonly Order[]): Order {
  const size = parts.reduce((sum, { ids }) => sum + ids.length, 0);
  const ids = new Float64Array(size);
  const keys = new Float64Array(size);
  let at = 0;
  for (const part of parts) {
    ids.set(part.ids, at);
    keys.set(part.keys, at);
    at += part.ids.length;
  }
  return { ids, keys };
}
