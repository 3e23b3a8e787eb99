/** Views, sort keys and the order of long lists. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { idsOf } from "../console/store/ids";
import { joinOrder, orderOf, patchOrder } from "../console/store/order";
import { belongsTo, NO_DATE, SORTS, sortKey } from "../console/store/views";
import { scrollToShow, windowOf } from "../console/list/window";
import { anna, later, row } from "./console-cast";

test("a ticket belongs to the views that its state, team and assignee say", () => {
  const views = ["mine", "unassigned", "waiting", "all", "resolved", "team:1", "team:2"];
  const of = (changes: Parameters<typeof row>[1]): string[] => views.filter((view) => belongsTo(row(1, changes), view, anna));

  assert.deepEqual(of({}), ["mine", "waiting", "all", "team:1"]);
  assert.deepEqual(of({ assignee_id: null, team_id: 2, category: "pending" }), ["all", "team:2"]);
  assert.deepEqual(of({ category: "closed" }), ["resolved"]);
  assert.deepEqual(of({ assignee_id: 2, waiting_since: null }), ["all", "team:1"]);
});

test("urgency goes by due time, else by waiting and priority, else by the latest message", () => {
  const due = sortKey(row(1, { next_due_at: later(1) }), "urgency");
  const urgent = sortKey(row(2, { priority: "urgent" }), "urgency");
  const low = sortKey(row(3, { priority: "low" }), "urgency");
  const quiet = sortKey(row(4, { waiting_since: null }), "urgency");

  assert.ok(urgent < due && due < low && low < quiet && quiet < NO_DATE);
  assert.equal(low - urgent, 14_400_000);
});

test("a missing date sorts last everywhere", () => {
  const nothing = row(1, { waiting_since: null, next_due_at: null, last_message_at: null });

  assert.equal(sortKey(nothing, "waiting"), NO_DATE);
  assert.equal(sortKey(nothing, "activity"), NO_DATE);
  assert.equal(sortKey(nothing, "urgency"), NO_DATE);
});

test("one change and many changes give the order that sorting anew would give", () => {
  let seed = 42;
  const random = (below: number): number => (seed = (seed * 48_271) % 2_147_483_647) % below;
  const truth = new Map(Array.from({ length: 500 }, (_, id) => [id + 1, random(50)]));
  let order = orderOf(sorted(truth));
  for (let round = 0; round < 200; round++) {
    const changes = new Map<number, number | null>();
    for (let count = 1 + random(round % 2 ? 40 : 1); count > 0; count--) changes.set(1 + random(600), random(4) ? random(50) : null);
    for (const [id, key] of changes) key === null ? truth.delete(id) : truth.set(id, key);
    order = patchOrder(order, changes);
    assert.deepEqual([...order.ids], sorted(truth).map(([id]) => id));
  }
});

test("nothing that moves leaves the very same order", () => {
  const order = orderOf([[1, 5], [2, 6]]);

  assert.equal(patchOrder(order, new Map([[1, 5]])), order);
  assert.equal(patchOrder(order, new Map<number, number | null>([[1, 5], [9, null]])), order);
});

test("a hundred thousand entries move in well under a frame each", () => {
  let order = orderOf(Array.from({ length: 100_000 }, (_, id) => [id + 1, id] as [number, number]));
  const started = process.cpuUsage(); // not the clock: others may work on this machine, too

  for (let round = 0; round < 50; round++) order = patchOrder(order, new Map([[round * 997 + 1, -round]]));

  assert.ok(process.cpuUsage(started).user / 1000 / 50 < 8);
  assert.equal(order.ids.length, 100_000);
});

test("entries that move together are moved in one copy, not in one each", () => {
  const order = orderOf(Array.from({ length: 100_000 }, (_, id) => [id + 1, id] as [number, number]));
  const costOf = (together: number): number => {
    const start = performance.now();
    for (let round = 0; round < 5; round++) patchOrder(order, new Map(Array.from({ length: together }, (_, nth) => [round * 997 + nth * 13 + 1, -round - nth])));
    return performance.now() - start;
  };
  // In turns, and the least of each: what else works on this machine, and the garbage collector, cost either of them now and then.
  const least = { one: Number.POSITIVE_INFINITY, four: Number.POSITIVE_INFINITY };
  for (let turn = 0; turn < 30; turn++) {
    least.one = Math.min(least.one, costOf(1));
    least.four = Math.min(least.four, costOf(4));
  }

  assert.ok(least.four < 2.5 * least.one, `${least.four} ms for four, ${least.one} ms for one`); // with a copy for each it was three times, and more
});

test("a part is put into an order wherever it belongs, and each of its ids stands once", () => {
  const known = orderOf([[1, 10], [2, 20], [3, 30], [4, 40]]);

  assert.deepEqual([...joinOrder(known, orderOf([[9, 5], [2, 35], [8, 90]])).ids], [9, 1, 3, 2, 4, 8]);
  assert.deepEqual([...known.ids], [1, 2, 3, 4]);
});

test("ids are known whether they are near to each other, far apart or none", () => {
  for (const ids of [[7, 5, 900], [1, 9_000_000_000], []]) {
    const known = idsOf(ids);

    assert.deepEqual([...ids, 0, 6, 901].map((id) => known.has(id)), [...ids.map(() => true), false, false, false]);
  }
});

test("only what is seen is drawn, and a row is shown with the least movement", () => {
  assert.deepEqual(windowOf({ top: 7_600, height: 760, rowHeight: 76, count: 10_000, spare: 5 }), { from: 95, to: 115 });
  assert.deepEqual(windowOf({ top: 0, height: 760, rowHeight: 76, count: 3 }), { from: 0, to: 3 });
  assert.equal(scrollToShow({ top: 100, height: 300, rowHeight: 50, at: 1 }), 50);
  assert.equal(scrollToShow({ top: 0, height: 300, rowHeight: 50, at: 8 }), 150);
  assert.equal(scrollToShow({ top: 100, height: 300, rowHeight: 50, at: 4 }), 100);
});

test("every order has a key for every row", () => {
  for (const sort of SORTS) assert.ok(Number.isFinite(sortKey(row(1), sort)));
});

function sorted(truth: ReadonlyMap<number, number>): [number, number][] {
  return [...truth].sort(([id, key], [otherId, otherKey]) => key - otherKey || id - otherId);
}
