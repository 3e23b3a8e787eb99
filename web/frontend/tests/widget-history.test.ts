/** What frames do to the visitor's history: repeated, late, missing and reordered ones included. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { applyEvents, applyFrame, cursors, gaps, markViewed, noHistory, unreadCount } from "../widget/state/history";
import { ack, event, said, welcome } from "./widget-frames";

test("the same event twice is one event", () => {
  const once = applyFrame(noHistory, event(said(1, "hello")));

  const twice = applyFrame(once, event(said(1, "hello")));

  assert.equal(twice, once);
});

test("an event that jumps ahead leaves a gap to ask for", () => {
  const history = [1, 2, 5].reduce((all, seq) => applyFrame(all, event(said(seq, "x"))), noHistory);

  assert.deepEqual(gaps(history), [{ ticket: 7, after: 2 }]);
  assert.deepEqual(cursors(history), { 7: 2 });
});

test("events that changed places close their own gap", () => {
  const history = [2, 1, 3].reduce((all, seq) => applyFrame(all, event(said(seq, "x"))), noHistory);

  assert.deepEqual(gaps(history), []);
  assert.deepEqual(cursors(history), { 7: 3 });
});

test("a repaired gap moves the cursor to the end", () => {
  const torn = applyFrame(applyFrame(noHistory, event(said(1, "a"))), event(said(4, "d")));

  const whole = applyEvents(torn, [said(2, "b"), said(3, "c")]);

  assert.deepEqual(cursors(whole), { 7: 4 });
});

test("a cut welcome leaves the older part to be loaded, not a gap", () => {
  const history = applyFrame(noHistory, welcome({ seq: 9, events: [said(8, "y"), said(9, "z")], truncated: true }));

  assert.deepEqual(gaps(history), []);
  assert.equal(history.get(7)?.floor, 7);
});

test("the older part joins what was loaded first", () => {
  const late = applyFrame(noHistory, welcome({ seq: 3, events: [said(3, "c")], truncated: true }));

  const whole = applyEvents(late, [said(1, "a"), said(2, "b")]);

  assert.equal(whole.get(7)?.floor, 0);
  assert.deepEqual(cursors(whole), { 7: 3 });
});

test("a cut welcome after a pause shows a hole, which is asked for", () => {
  const before = applyFrame(noHistory, event(said(1, "a")));

  const after = applyFrame(before, welcome({ seq: 9, events: [said(8, "y"), said(9, "z")], truncated: true }));

  assert.deepEqual(gaps(after), [{ ticket: 7, after: 1 }]);
});

test("an own message is sent when acknowledged and delivered when its event comes round", () => {
  const sent = applyFrame(noHistory, ack(1, "id-1", "hello"));
  assert.ok(sent.get(7)?.acknowledged.has(1));

  const delivered = applyFrame(sent, event({ ...said(1, "hello"), message: ack(1, "id-1", "hello").message }));

  assert.equal(delivered.get(7)?.acknowledged.size, 0);
  assert.equal(delivered.get(7)?.events.size, 1);
});

test("a late status does not replace a newer one", () => {
  const reopened = applyFrame(noHistory, event({ ticket: 7, seq: 3, kind: "status", status: "open" }));

  const late = applyFrame(reopened, event({ ticket: 7, seq: 2, kind: "status", status: "resolved" }));

  assert.equal(late.get(7)?.category, "open");
});

test("seen marks never go back", () => {
  const seen = applyFrame(applyFrame(noHistory, event(said(1, "a"))), { t: "seen", ticket: 7, seq: 5 });

  const late = applyFrame(seen, { t: "seen", ticket: 7, seq: 3 });

  assert.equal(late.get(7)?.deskSeen, 5);
});

test("only what others wrote and the visitor has not looked at is unread", () => {
  const history = applyEvents(noHistory, [said(1, "mine", "visitor"), said(2, "theirs"), said(3, "theirs too")]);

  assert.equal(unreadCount(history), 2);
  assert.equal(unreadCount(markViewed(history, 7, 2)), 1);
});

test("frames about nothing stored change nothing", () => {
  assert.equal(applyFrame(noHistory, { t: "pong" }), noHistory);
  assert.equal(applyFrame(noHistory, { t: "typing", on: true }), noHistory);
});
