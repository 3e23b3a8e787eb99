/** A sorted list of ticket ids in typed arrays: 100,000 entries move in a fraction of a millisecond. */

export interface Order {
  readonly ids: Float64Array;
  readonly keys: Float64Array;
}
/** An id with its key. */
export type Place = readonly [number, number];
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

/** Put a further part behind what is known: ids of both stand where the part says. One pass, whatever the lengths. */
export function joinOrder(order: Order, part: Order): Order {
  const moved = new Set(part.ids);
  const ids = new Float64Array(order.ids.length + part.ids.length);
  const keys = new Float64Array(ids.length);
  let size = 0;
  let next = 0;
  const push = (from: Order, at: number): void => {
    ids[size] = from.ids[at]!;
    keys[size++] = from.keys[at]!;
  };
  for (let at = 0; at < order.ids.length; at++) {
    const id = order.ids[at]!;
    if (moved.has(id)) continue;
    for (; next < part.ids.length && before([part.ids[next]!, part.keys[next]!], id, order.keys[at]!); next++) push(part, next);
    push(order, at);
  }
  for (; next < part.ids.length; next++) push(part, next);
  return { ids: ids.slice(0, size), keys: keys.slice(0, size) };
}

/** Put a part in the place of what was known behind `from` (null: from the beginning) up to `to` (null: to the end). */
export function replacePart(order: Order, part: Order, from: Place | null, to: Place | null): Order {
  const given = new Set(part.ids);
  const ids = new Float64Array(order.ids.length + part.ids.length);
  const keys = new Float64Array(ids.length);
  let size = 0;
  let at = 0;
  const keep = (): void => {
    if (given.has(order.ids[at]!)) return;
    ids[size] = order.ids[at]!;
    keys[size++] = order.keys[at]!;
  };
  const isAt = (place: Place): boolean => at < order.ids.length && isUpTo(place, order.ids[at]!, order.keys[at]!);
  for (; from !== null && isAt(from); at++) keep();
  ids.set(part.ids, size);
  keys.set(part.keys, size);
  size += part.ids.length;
  while (to !== null && isAt(to)) at++;
  for (; to !== null && at < order.ids.length; at++) keep();
  return { ids: ids.slice(0, size), keys: keys.slice(0, size) };
}

/** Whether an entry stands at a place or before it. */
export function isUpTo([id, key]: Place, otherId: number, otherKey: number): boolean {
  return !before([id, key], otherId, otherKey);
}

export function indexOf(order: Order, id: number): number {
  return order.ids.indexOf(id);
}

/** Put each id at its key; null takes it out. Returns the same order when nothing moves. */
export function patchOrder(order: Order, changes: ReadonlyMap<number, number | null>): Order {
  if (changes.size === 1) {
    const [id, key] = [...changes][0]!;
    return moveOne(order, id, key);
  }
  const real = new Map([...changes].filter(([id, key]) => differs(order, id, key)));
  if (real.size < 2) return real.size === 0 ? order : patchOrder(order, real);
  return merge(order, real);
}

function differs(order: Order, id: number, key: number | null): boolean {
  const at = indexOf(order, id);
  return at < 0 ? key !== null : order.keys[at] !== key;
}

function moveOne(order: Order, id: number, key: number | null): Order {
  const at = indexOf(order, id);
  if (at < 0 && key === null) return order;
  if (at >= 0 && order.keys[at] === key) return order;
  const without = at < 0 ? order : splice(order, at);
  return key === null ? without : insert(without, id, key);
}

function splice(order: Order, at: number): Order {
  const size = order.ids.length - 1;
  const cut = (from: Float64Array): Float64Array => {
    const to = new Float64Array(size);
    to.set(from.subarray(0, at));
    to.set(from.subarray(at + 1), at);
    return to;
  };
  return { ids: cut(order.ids), keys: cut(order.keys) };
}

function insert(order: Order, id: number, key: number): Order {
  const at = placeOf(order, id, key);
  const open = (from: Float64Array, value: number): Float64Array => {
    const to = new Float64Array(from.length + 1);
    to.set(from.subarray(0, at));
    to[at] = value;
    to.set(from.subarray(at), at + 1);
    return to;
  };
  return { ids: open(order.ids, id), keys: open(order.keys, key) };
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

/** Many changes at once: one pass over the old order, the changed ones merged in by key. */
function merge(order: Order, changes: ReadonlyMap<number, number | null>): Order {
  const added = [...changes].filter((change): change is [number, number] => change[1] !== null);
  added.sort(([id, key], [otherId, otherKey]) => key - otherKey || id - otherId);
  const ids = new Float64Array(order.ids.length + added.length);
  const keys = new Float64Array(ids.length);
  let size = 0;
  let next = 0;
  const push = (id: number, key: number): void => {
    ids[size] = id;
    keys[size++] = key;
  };
  for (let at = 0; at < order.ids.length; at++) {
    const id = order.ids[at]!;
    const key = order.keys[at]!;
    if (changes.has(id)) continue;
    for (; next < added.length && before(added[next]!, id, key); next++) push(...added[next]!);
    push(id, key);
  }
  for (; next < added.length; next++) push(...added[next]!);
  return { ids: ids.slice(0, size), keys: keys.slice(0, size) };
}

function before([id, key]: Place, otherId: number, otherKey: number): boolean {
  return key < otherKey || (key === otherKey && id < otherId);
}
