/** Service levels: how clocks are read, how spans and hours are written, whom a mail that begins with us lacks. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { freeAhead } from "../console/settings/calendar_days";
import { inShort, isAlways, isTime, OFFICE, readTime } from "../console/settings/opening";
import { readSpan, writeSpan } from "../console/settings/spans";
import { EMPTY_LETTER, forwarded, lackOf } from "../console/store/letter";
import { added, read, type News } from "../console/store/news";
import { nextToSend, type Outgoing } from "../console/store/outgoing";
import { lateIn, spansOf, stateOf, summaries } from "../console/store/service_level";
import type { SlaClock } from "../console/store/types";

const NOW = Date.parse("2026-11-21T12:00:00Z");
const AT = "2026-11-21T11:00:00.000Z";
const MINUTE = 60_000;

function clock(changes: Partial<SlaClock> = {}): SlaClock {
  return {
    target: "first_response", run: 1, target_minutes: 60, policy_id: 1, policy_version: 1, started_at: AT, due_at: "2026-11-21T13:00:00.000Z",
    paused: false, paused_at: null, warned_at: null, met_at: null, breached_at: null, ...changes,
  };
}

test("a clock runs, warns, stands still, is met or late", () => {
  assert.equal(stateOf(clock(), NOW), "running");
  assert.equal(stateOf(clock({ warned_at: AT }), NOW), "soon");
  assert.equal(stateOf(clock({ paused: true, paused_at: AT, due_at: null, warned_at: AT }), NOW), "paused");
  assert.equal(stateOf(clock({ met_at: AT }), NOW), "met");
  assert.equal(stateOf(clock({ breached_at: AT }), NOW), "late");
  assert.equal(stateOf(clock({ breached_at: AT, met_at: AT }), NOW), "met_late");
});

test("a clock past its due time is late before the desk has said so, but not once it is met", () => {
  assert.equal(stateOf(clock({ due_at: AT }), NOW), "late");
  assert.equal(stateOf(clock({ due_at: AT, met_at: AT }), NOW), "met");
});

test("of each target the newest is shown, in the order in which they fall due", () => {
  const clocks = [clock({ target: "resolution" }), clock({ target: "next_response", run: 2 }), clock({ target: "next_response", run: 1, breached_at: AT }), clock()];

  const found = summaries(clocks);

  assert.deepEqual(found.map(({ target, clock: { run }, before }) => [target, run, before.length]), [["first_response", 1, 0], ["next_response", 2, 1], ["resolution", 1, 0]]);
  assert.equal(lateIn(found[1]!.before), 1);
});

test("time left is told in two units while that helps", () => {
  const told = (minutes: number): number[] => spansOf(minutes * MINUTE).map((ms) => ms / MINUTE);

  assert.deepEqual(told(45), [45]);
  assert.deepEqual(told(100), [60, 40]);
  assert.deepEqual(told(120), [120]);
  assert.deepEqual(told(11 * 60 + 30), [11 * 60 + 30]);
  assert.deepEqual(told(26 * 60 + 5), [24 * 60, 125]);
  assert.deepEqual(spansOf(-5), [0]);
});

test("spans are read as people write them in three languages, and written back the same", () => {
  for (const [text, minutes] of [["45", 45], ["30m", 30], ["8h", 480], ["1h 30m", 90], ["1:30", 90], ["1ч 30м", 90], ["2год 5хв", 125], [" 72 ч ", 4320], ["", null]] as const) assert.equal(readSpan(text), minutes, text);
  for (const wrong of ["soon", "-5", "0", "1d", "1:75", "1.5h", "h"]) assert.ok(Number.isNaN(readSpan(wrong)), wrong);
  for (const minutes of [1, 59, 60, 90, 10_080]) assert.equal(readSpan(writeSpan(minutes, { h: "год", m: "хв" })), minutes);
});

test("times of day are tidied, midnight at the end included", () => {
  assert.deepEqual(["9", "0930", "9.30", "24:00", "930", "24"].map(readTime), ["09:00", "09:30", "09:30", "24:00", "09:30", "24:00"]);
  for (const wrong of ["24:01", "25", "9:7", "noon", ""]) assert.ok(!isTime(readTime(wrong)), wrong);
});

test("a week is told in short", () => {
  assert.deepEqual(inShort({ ...OFFICE, "2": [["09:00", "13:00"], ["14:00", "18:00"]] }), [["0", "1", "09:00–18:00"], ["2", "2", "09:00–13:00, 14:00–18:00"], ["3", "4", "09:00–18:00"]]);
  assert.deepEqual(inShort({}), []);
  assert.ok(isAlways(Object.fromEntries([0, 1, 2, 3, 4, 5, 6].map((day) => [day, [["00:00", "24:00"]]]))));
  assert.ok(!isAlways(OFFICE));
});

test("free days ahead are told once each, with the name that is known", () => {
  const days = [["2026-12-25", "Christmas", "country"], ["2026-12-25", "", "hand"], ["2026-01-01", "New Year", "country"], ["2026-12-24", "", "ical"]].map(([date, name, source]) => ({ date: date!, name: name!, source: source as "hand" }));

  assert.deepEqual(freeAhead(days, "2026-11-21").map(({ date, name }) => [date, name]), [["2026-12-24", ""], ["2026-12-25", "Christmas"]]);
});

test("a mail that begins with us needs somebody, a subject and a text; one passed on needs no text", () => {
  const letter = { ...EMPTY_LETTER, to: [["", "vera@x.example"] as const], subject: "Parcel", text: "Hello" };

  assert.equal(lackOf(EMPTY_LETTER, "mail"), "to");
  assert.equal(lackOf({ ...letter, subject: " " }, "mail"), "subject");
  assert.equal(lackOf({ ...letter, text: " \n" }, "mail"), "text");
  assert.equal(lackOf({ ...letter, text: "" }, "forward"), null);
  assert.equal(lackOf({ ...letter, text: "x".repeat(10_001) }, "forward"), "length");
  assert.equal(lackOf(letter, "mail"), null);
});

test("a subject is marked as forwarded once", () => {
  assert.deepEqual(["Parcel", "FW: Parcel", "Fwd: Parcel", ""].map(forwarded), ["Fwd: Parcel", "FW: Parcel", "Fwd: Parcel", "Fwd:"]);
});

test("a new mail that was refused holds back no other", () => {
  const item: Outgoing = { key: "1", ticketId: 0, kind: "mail", text: "Hello", attachments: [], seenId: 0, force: false, resolve: false, createdAt: AT, state: "failed", problem: "invalid" };

  assert.equal(nextToSend([item, { ...item, key: "2", state: "queued" }])?.key, "2");
});

test("a notification counts once, and reading up to one reads those before it", () => {
  const news = (id: number): News => ({ id, kind: "sla.warned", ticket_id: 1, ticket_number: 1001, data: { target: "resolution" }, at: AT, read: false });

  const told = [news(2), news(1), news(2)].reduce(added, { unread: 0, notifications: [] });

  assert.deepEqual([told.unread, told.notifications.map(({ id }) => id)], [2, [2, 1]]);
  assert.deepEqual(read(told, 1), { unread: 1, notifications: [news(2), { ...news(1), read: true }] });
});
