/** The rows the visitor sees. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { applyEvents, applyFrame, noHistory } from "../widget/state/history";
import { newLetter } from "../widget/state/outbox";
import type { DeskEvent } from "../widget/state/protocol";
import { timeline, type Row } from "../widget/state/timeline";
import { ack, said, welcome } from "./widget-frames";

function kinds(rows: Row[]): string[] {
  return rows.map((row) => (row.kind === "fact" ? row.fact : row.kind));
}

function at(event: DeskEvent, iso: string): DeskEvent {
  return { ...event, message: { ...event.message!, at: iso } };
}

const letter = newLetter([], { id: "id-1", text: "mine", attachments: [], now: Date.UTC(2026, 10, 21, 13) });

test("a day begins with its name", () => {
  const history = applyEvents(noHistory, [at(said(1, "a"), "2026-11-19T12:00:00Z"), at(said(2, "b"), "2026-11-21T12:00:00Z")]);

  assert.deepEqual(kinds(timeline(history.get(7), [], true)), ["day", "said", "day", "said"]);
});

test("messages by one author close together are one run", () => {
  const history = applyEvents(noHistory, [said(1, "a"), said(2, "b"), said(3, "c", "visitor")]);

  const runs = timeline(history.get(7), [], true).flatMap((row) => (row.kind === "said" ? [[row.first, row.last]] : []));

  assert.deepEqual(runs, [[true, false], [false, true], [true, true]]);
});

test("a letter keeps its key when it becomes a message", () => {
  const before = timeline(undefined, [letter], true).at(-1);

  const after = timeline(applyFrame(noHistory, ack(1, "id-1", "mine")).get(7), [], true).at(-1);

  assert.equal(before?.key, after?.key);
});

test("a letter says whether it is on its way or waits for the connection", () => {
  const marks = [true, false].map((live) => timeline(undefined, [letter], live).at(-1)).map((row) => row?.kind === "said" && row.mark);

  assert.deepEqual(marks, ["sending", "waiting"]);
});

test("an own message goes from sent over delivered to seen", () => {
  const sent = applyFrame(noHistory, ack(1, "id-1", "mine"));
  const delivered = applyEvents(sent, [{ ticket: 7, seq: 1, kind: "message", message: ack(1, "id-1", "mine").message }]);
  const seen = applyFrame(delivered, { t: "seen", ticket: 7, seq: 1 });

  const marks = [sent, delivered, seen].map((history) => timeline(history.get(7), [], true).at(-1)).map((row) => row?.kind === "said" && row.mark);

  assert.deepEqual(marks, ["sent", "delivered", "seen"]);
});

test("a resolved ticket ends with the line that says how to go on", () => {
  const history = applyEvents(noHistory, [said(1, "a"), { ticket: 7, seq: 2, kind: "status", status: "resolved" }]);

  assert.deepEqual(kinds(timeline(history.get(7), [], true)), ["day", "said", "over"]);
  assert.deepEqual(kinds(timeline(history.get(7), [letter], true)), ["day", "said", "resolved", "said"]);
});

test("a ticket that was closed before this page was loaded ends so too", () => {
  const history = applyFrame(noHistory, welcome({ seq: 1, events: [said(1, "a")], category: "closed" }));

  assert.deepEqual(timeline(history.get(7), [], true).at(-1), { kind: "over", key: "over-7" });
});

test("opened again is told only after a resolution", () => {
  const opened: DeskEvent = { ticket: 7, seq: 2, kind: "status", status: "open" };
  const resolved: DeskEvent = { ticket: 7, seq: 3, kind: "status", status: "resolved" };
  const again: DeskEvent = { ticket: 7, seq: 4, kind: "status", status: "open" };

  const history = applyEvents(noHistory, [said(1, "a"), opened, resolved, again]);

  assert.deepEqual(kinds(timeline(history.get(7), [], true)), ["day", "said", "resolved", "reopened"]);
});

test("inside a ticket the desk's order wins over the clock", () => {
  const history = applyEvents(noHistory, [at(said(1, "first"), "2026-11-21T12:05:00Z"), at(said(2, "second"), "2026-11-21T12:00:00Z")]);

  assert.deepEqual(timeline(history.get(7), [], true).flatMap((row) => (row.kind === "said" ? [row.text] : [])), ["first", "second"]);
});

test("no two rows have the same key", () => {
  const history = applyEvents(noHistory, [said(1, "a"), said(1, "a", "visitor", 8), said(2, "b"), { ticket: 8, seq: 2, kind: "status", status: "resolved" }]);

  const keys = timeline(history.get(7), [letter], true).map((row) => row.key);

  assert.equal(new Set(keys).size, keys.length);
});
