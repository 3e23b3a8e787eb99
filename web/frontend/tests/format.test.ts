/** Times are written in the zone of the reader's profile, wherever the browser is. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { clockTime, dayKey, dayName, fileSize, fullTime, shortTime } from "../shared/format";
import { itemsOf } from "../console/timeline/items";
import { anna, message } from "./console-cast";

const EVENING = "2026-11-21T22:30:00.000Z";

test("one moment is another hour, and another day, in another zone", () => {
  assert.equal(clockTime(EVENING, "en-GB", "Europe/Kyiv"), "00:30");
  assert.equal(clockTime(EVENING, "en-GB", "America/New_York"), "17:30");
  assert.equal(fullTime(EVENING, "en-GB", "Europe/Kyiv"), "22 November 2026 at 00:30:00");
  assert.match(dayName(EVENING, "uk", "Europe/Kyiv"), /22 листопада/);
  assert.equal(dayKey(EVENING, "Europe/Kyiv"), "2026-11-22");
  assert.equal(dayKey(EVENING, "Pacific/Pago_Pago"), "2026-11-21");
});

test("what is of today in the reader's zone is shown as an hour", () => {
  const now = Date.now();
  const daysApart = [dayKey(now, "Pacific/Kiritimati"), dayKey(now - 24 * 3_600_000, "Pacific/Kiritimati")];

  assert.notEqual(daysApart[0], daysApart[1]);
  assert.equal(shortTime(now, "en-GB", "Pacific/Kiritimati"), clockTime(now, "en-GB", "Pacific/Kiritimati"));
  assert.ok(!shortTime(now - 24 * 3_600_000, "en-GB", "Pacific/Kiritimati").includes(":"));
});

test("the year is written only where it is not this one, as the zone counts it", () => {
  assert.match(dayName("2019-12-31T23:30:00Z", "en", "Europe/Kyiv"), /2020/);
  assert.match(dayName("2019-12-31T23:30:00Z", "en", "America/New_York"), /2019/);
  assert.ok(!/\d{4}/.test(dayName(Date.now(), "en", "Europe/Kyiv")));
});

test("a day of the timeline begins at midnight of the reader's zone", () => {
  const messages = [message(1, { created_at: "2026-11-21T21:30:00.000Z" }), message(2, { created_at: EVENING })];
  const days = (timeZone: string) => itemsOf({ messages, entries: [], outgoing: [], readUpTo: null, me: anna, timeZone }).flatMap((item) => (item.kind === "day" ? [item.key] : []));

  assert.deepEqual(days("Europe/Kyiv"), ["day 2026-11-21", "day 2026-11-22"]);
  assert.deepEqual(days("Europe/London"), ["day 2026-11-21"]);
});

test("a size is said in the largest unit that fits", () => {
  assert.deepEqual([999, 1_500, 2_340_000, 60_761_100_000].map((bytes) => fileSize(bytes, "en")), ["999 byte", "2 kB", "2.3 MB", "60.8 GB"]);
  assert.equal(fileSize(60_761_100_000, "uk").replace(/\s/g, " "), "60,8 ГБ");
});
