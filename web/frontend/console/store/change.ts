/** A change in the making: rows gather here, lists are put in order once at the end. */
import { indexOf, isUpTo, patchOrder, type Order } from "./order";
import type { List, State } from "./state";
import type { Row } from "./types";
import { belongsTo, isAsked, sortKey } from "./views";

export interface Change {
  next: { -readonly [K in keyof State]: State[K] };
  /** undefined: gone. */
  rows: Map<number, Row | undefined>;
  /** The position that last touched a row. */
  touched: Map<number, number>;
}

export function begin(state: State): Change {
  return { next: { ...state }, rows: new Map(), touched: new Map() };
}

export function rowIn(change: Change, id: number): Row | undefined {
  return change.rows.has(id) ? change.rows.get(id) : change.next.rows.get(id);
}

/** An older version never replaces a newer one; what this agent has read only grows, but for what they keep as unread. */
export function putRow(change: Change, row: Row, position: number): void {
  const old = rowIn(change, row.id);
  const newer = old && old.version > row.version ? old : row;
  const read = readOf(old?.read_id, row.read_id);
  change.rows.set(row.id, read !== undefined && newer.read_id !== read ? { ...newer, read_id: read } : newer);
  touch(change, row.id, position);
}

/** A negative one was set by hand, and an answer asked for before that must not undo it: only reading does. */
function readOf(old: number | undefined, given: number | undefined): number | undefined {
  if (old === undefined || given === undefined) return old ?? given;
  return old < 0 || given < 0 ? Math.min(old, given) : Math.max(old, given);
}

export function removeRow(change: Change, id: number, position: number): void {
  change.rows.set(id, undefined);
  touch(change, id, position);
}

export function touch(change: Change, id: number, position: number): void {
  change.touched.set(id, Math.max(position, change.touched.get(id) ?? 0));
}

export function settle({ next, rows, touched }: Change): State {
  if (rows.size === 0) return next;
  next.rows = next.rows.with(rows);
  let lists: Map<string, List> | undefined;
  for (const [key, list] of next.lists) {
    const order = reorder(list, { next, rows, touched });
    if (order === list.order) continue;
    lists ??= new Map(next.lists);
    lists.set(key, { ...list, order });
  }
  if (lists) next.lists = lists;
  return next;
}

function reorder(list: List, { next, rows, touched }: Change): Order {
  const changes = new Map<number, number | null>();
  for (const [id, row] of rows) {
    if (touched.get(id)! <= list.position || (row && isAsked(list.view, list.sort))) continue;
    changes.set(id, row && !next.tickets.get(id)?.readOnly && belongsTo(row, list.view, next.me) ? keyWithin(list, row.id, sortKey(row, list.sort)) : null);
  }
  return changes.size === 0 ? list.order : patchOrder(list.order, changes);
}

/** A list does not know what lies behind its cut: nothing new is put there, the part to come will have it. */
export function keyWithin({ cut, order }: List, id: number, key: number): number | null {
  return cut === null || isUpTo(cut, id, key) || indexOf(order, id) >= 0 ? key : null;
}
