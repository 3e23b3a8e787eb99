/** Long lists: parts that come one after the other while tickets move. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { reachedAt, restMs } from "../console/list/progress";
import { applyFrame } from "../console/store/apply";
import { loadList, loadPart } from "../console/store/load";
import { orderOf, replacePart } from "../console/store/order";
import { emptyState, listKey, type State } from "../console/store/state";
import type { ListAnswer } from "../console/store/types";
import { sortKey } from "../console/store/views";
import { anna, event, later, row } from "./console-cast";

const key = (id: number): number => Date.parse(later(id));
const answer = (ids: readonly number[], cut: number | null, position = 10): ListAnswer => ({ position, view: "mine", sort: "waiting", order: ids.map((id) => [id, key(id)]), rows: [], cut: cut === null ? null : [cut, key(cut)] });
const mine = (state: State): number[] => [...state.lists.get(listKey("mine", "waiting"))!.order.ids];
const cutOf = (state: State): readonly [number, number] | null => state.lists.get(listKey("mine", "waiting"))!.cut;

test("a part comes behind what is known, and the last one ends the list", () => {
  const first = loadList(emptyState(anna), answer([1, 2], 2));
  const second = loadPart(first, answer([3, 4], 4), cutOf(first));
  const third = loadPart(second, answer([5], null), cutOf(second));

  assert.deepEqual(mine(third), [1, 2, 3, 4, 5]);
  assert.deepEqual(cutOf(second), [4, key(4)]);
  assert.equal(cutOf(third), null);
});

test("a ticket that moved behind the cut meanwhile stands once, where the part says", () => {
  const first = loadList(emptyState(anna), answer([1, 2], 2));
  const moved = applyFrame(first, event(11, { ticket: row(1, { version: 2, waiting_since: later(4) }) }));

  const second = loadPart(moved, { ...answer([3], null, 12), order: [[3, key(3)], [1, key(4)]] }, cutOf(moved));

  assert.deepEqual(mine(second), [2, 3, 1]);
});

test("a ticket that came before the cut meanwhile stays there", () => {
  const first = loadList(emptyState(anna), answer([1, 3], 3));
  const come = applyFrame(first, event(11, { ticket: row(9, { waiting_since: later(2) }) }));

  assert.deepEqual(mine(loadPart(come, answer([4], null, 12), cutOf(come))), [1, 9, 3, 4]);
});

test("what was known behind the cut and is not in its part has left the list", () => {
  const whole = loadList(emptyState(anna), answer([1, 2, 3, 4, 5], null));
  const anew = loadList(whole, answer([1, 2], 2, 12));

  assert.deepEqual(mine(loadPart(anew, answer([4], 4, 12), cutOf(anew))), [1, 2, 4, 5]);
  assert.deepEqual(mine(loadPart(anew, answer([4], null, 12), cutOf(anew))), [1, 2, 4]);
});

test("nothing new is put behind the cut: the part to come has it", () => {
  const first = loadList(emptyState(anna), answer([1, 2], 2));

  assert.deepEqual(mine(applyFrame(first, event(11, { ticket: row(9, { waiting_since: later(9) }) }))), [1, 2]);
});

test("a part of a list that was fetched anew is thrown away", () => {
  const first = loadList(emptyState(anna), answer([1, 2], 2));
  const anew = loadList(first, answer([1, 2], 2, 12));

  assert.equal(loadPart(anew, answer([3], null), cutOf(first)), anew);
});

test("a part may hold nothing and say where the next one begins", () => {
  const first = loadList(emptyState(anna), answer([], 4));
  const second = loadPart(first, answer([7], null), cutOf(first));

  assert.deepEqual([mine(first), cutOf(first)], [[], [4, key(4)]]);
  assert.deepEqual([mine(second), cutOf(second)], [[7], null]);
});

test("a list fetched anew keeps what was known behind its first part until the next one comes", () => {
  const whole = loadList(emptyState(anna), answer([1, 2, 3, 4, 5], null));

  assert.deepEqual(mine(loadList(whole, answer([2], 2, 12))), [2, 3, 4, 5]);
  assert.deepEqual(mine(loadList(whole, answer([2, 6], 6, 12))), [2, 6]);
});

test("a hundred thousand entries are joined in a few frames' time", () => {
  const order = orderOf(Array.from({ length: 90_000 }, (_, id) => [id + 1, id] as [number, number]));
  const part = orderOf(Array.from({ length: 10_000 }, (_, id) => [id + 90_001, id + 90_000] as [number, number]));
  const before = process.cpuUsage();

  const joined = replacePart(order, part, [90_000, 89_999], null);

  assert.equal(joined.ids.length, 100_000);
  assert.ok(process.cpuUsage(before).user / 1000 < 100);
});

test("the look for what is rare says which day it has got to, where an order goes by days", () => {
  const over = { ...row(1), category: "resolved", waiting_since: null, next_due_at: null, last_message_at: later(60) } as const;
  const at = Date.parse(later(60));

  assert.equal(reachedAt("activity", sortKey(over, "activity")), at);
  assert.equal(reachedAt("urgency", sortKey(over, "urgency")), at);
  assert.equal(reachedAt("waiting", sortKey(over, "waiting")), null);
  assert.equal(reachedAt("priority", sortKey(over, "priority")), null);
});

test("parts that nobody is about to see leave the desk three quarters of its time", () => {
  assert.equal(restMs(20), 250);
  assert.equal(restMs(400), 1_200);
});
