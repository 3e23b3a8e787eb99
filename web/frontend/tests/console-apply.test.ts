/** Live frames: what they change, and what must not undo what is newer. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { applyFrame, applyFrames } from "../console/store/apply";
import { loadHistory, loadRows, loadTicket } from "../console/store/load";
import { desk, event, later, message, mine, row, vera, withTicket } from "./console-cast";

test("what an agent keeps as unread stays so whatever was asked for before, until they read it", () => {
  const mark = (message_id: number) => ({ t: "private" as const, p: 12, kind: "read.marked", ticket: 1, data: { message_id } });
  const kept = applyFrames(loadRows(desk(row(1)), [row(1, { read_id: 4 })], 10), [mark(-4)]);

  const after = loadRows(kept, [row(1, { read_id: 4 })], 13);

  assert.equal(after.rows.get(1)!.read_id, -4);
  assert.equal(loadRows(after, [row(1, { read_id: -4 })], 14).rows.get(1)!.read_id, -4);
  assert.equal(applyFrames(after, [mark(4)]).rows.get(1)!.read_id, 4);
});

test("a ticket that becomes mine comes into the list at its place", () => {
  const state = desk(row(1), row(3, { waiting_since: later(10) }));

  const after = applyFrame(state, event(11, { ticket: row(2, { waiting_since: later(5) }) }));

  assert.deepEqual(mine(after), [1, 2, 3]);
});

test("a resolved ticket leaves the list", () => {
  const after = applyFrame(desk(row(1), row(2)), event(11, { ticket: row(1, { version: 2, category: "resolved" }) }));

  assert.deepEqual(mine(after), [2]);
});

test("an older version never replaces a newer one, in row or list", () => {
  const state = desk(row(1, { version: 5 }), row(2, { waiting_since: later(5) }));

  const after = applyFrame(state, event(11, { ticket: row(1, { version: 4, waiting_since: later(60), subject: "old" }) }));

  assert.equal(after.rows.get(1)!.subject, "Ticket 1");
  assert.deepEqual(mine(after), [1, 2]);
});

test("a frame the list already contains does not move a row that is not loaded", () => {
  const state = desk(row(1), row(2, { waiting_since: later(5) }));
  const onlyOrder = { ...state, rows: state.rows.with(new Map([[2, undefined]])) };

  const after = applyFrame(onlyOrder, event(9, { ticket: row(2, { category: "resolved" }) }));

  assert.deepEqual(mine(after), [1, 2]);
});

test("what I have read stays when a live row comes without it", () => {
  const state = loadRows(desk(row(1)), [row(1, { read_id: 4 })], 10);

  const after = applyFrame(state, event(11, { ticket: row(1, { version: 2, last_message_id: 5 }) }));

  assert.equal(after.rows.get(1)!.read_id, 4);
});

test("a first message of an unknown ticket counts as unread", () => {
  const after = applyFrame(desk(), event(11, { ticket: row(9, { message_count: 1 }) }));

  assert.equal(after.rows.get(9)!.read_id, 0);
});

test("a message comes into the open ticket once, also when told twice", () => {
  const frame = event(11, { ticket: row(1, { version: 2 }), message: message(2) });

  const after = applyFrames(withTicket(desk(row(1)), [message(1)]), [frame, frame]);

  assert.deepEqual(after.tickets.get(1)!.messages.map(({ id }) => id), [1, 2]);
});

test("a delivery mark reaches the message it is of", () => {
  const sent = message(1, { kind: "out", delivery: { state: "sent", attempt: 1, error: null, release_at: null, at: null } });
  const state = withTicket(desk(row(1)), [{ ...sent, delivery: { ...sent.delivery!, state: "queued" } }]);

  const after = applyFrame(state, event(11, { kind: "message.sent", message: sent }));

  assert.equal(after.tickets.get(1)!.messages[0]!.delivery!.state, "sent");
});

test("a ticket that is gone is gone everywhere", () => {
  const around = { position: 10, messages: [message(1), message(2, { ticket_id: 2 })], has_before: false, has_after: false };
  const state = loadHistory(withTicket(desk(row(1), row(2)), [message(1)]), 7, { answer: around, side: "around" });

  const after = applyFrame(state, { t: "gone", p: 11, ticket: 1 });

  assert.deepEqual(mine(after), [2]);
  assert.equal(after.tickets.has(1), false);
  assert.deepEqual(after.histories.get(7)!.messages.map(({ id }) => id), [2]);
});

test("counts and workspace of an older position are ignored", () => {
  const state = applyFrame(desk(), { t: "counts", p: 20, counts: { mine: 3 } });

  assert.equal(applyFrame(state, { t: "counts", p: 19, counts: { mine: 9 } }).counts["mine"], 3);
});

test("a message of another ticket of the customer continues the history, but not across a gap", () => {
  const answer = { position: 10, messages: [message(1)], has_before: false, has_after: false };
  const frame = event(11, { ticket: row(2, { version: 2 }), message: message(5, { ticket_id: 2 }) });
  const open = loadHistory(desk(row(1)), 7, { answer, side: "around" });
  const gap = loadHistory(desk(row(1)), 7, { answer: { ...answer, has_after: true }, side: "around" });

  assert.deepEqual(applyFrame(open, frame).histories.get(7)!.messages.map(({ id }) => id), [1, 5]);
  assert.deepEqual(applyFrame(gap, frame).histories.get(7)!.messages.map(({ id }) => id), [1]);
});

test("assignment, reading in another tab, typing and viewers are followed", () => {
  const state = withTicket(desk(row(1, { read_id: 0 })), [message(1)]);

  const after = applyFrames(state, [
    event(11, { kind: "ticket.unassigned", ticket: row(1, { version: 2, assignee_id: null }), assignment: null }),
    { t: "private", p: 12, kind: "read.marked", ticket: 1, data: { message_id: 1 } },
    { t: "customer_typing", ticket: 1, on: true },
    { t: "viewers", ticket: 1, viewers: [{ agent_id: 2, mode: "replying" }] },
  ]);

  assert.equal(after.rows.get(1)!.read_id, 1);
  assert.ok(after.customerTyping.has(1));
  assert.equal(after.viewers.get(1)![0]!.mode, "replying");
  assert.deepEqual(mine(after), []);
  assert.equal(after.position, 12);
});

test("frames newer than an answer can be applied again after it", () => {
  const newer = event(12, { ticket: row(1, { version: 3 }), message: message(3) });
  const live = applyFrame(withTicket(desk(row(1)), [message(1)]), newer);
  const answer = { position: 11, ticket: row(1, { version: 2 }), threads: [], messages: [message(1), message(2)], entries: [], has_more: false, assignment: null, drafts: {}, viewers: [], customer: vera };

  const after = applyFrame(loadTicket(live, answer), newer);

  assert.deepEqual(after.tickets.get(1)!.messages.map(({ id }) => id), [1, 2, 3]);
  assert.equal(after.rows.get(1)!.version, 3);
});

test("applying does not touch the state it was given", () => {
  const state = withTicket(desk(row(1)), [message(1)]);

  applyFrame(state, event(11, { ticket: row(1, { version: 2, category: "closed" }), message: message(2) }));

  assert.deepEqual(mine(state), [1]);
  assert.equal(state.tickets.get(1)!.messages.length, 1);
});
