/** Days of the calendar, such as birthdays, in zones far from Greenwich. */

import assert from "node:assert/strict";
import { test } from "node:test";

Object.assign(globalThis, { location: { search: "" }, addEventListener: () => undefined, setInterval: () => 0 });
Object.defineProperty(globalThis, "navigator", { value: { languages: ["en"] }, configurable: true });
const { me } = await import("../console/session");
const { when, zone } = await import("../console/text");

test("a birthday is on the same day for agents in all zones", () => {
  for (const time_zone of ["Asia/Kamchatka", "Pacific/Kiritimati", "Pacific/Pago_Pago"]) {
    me.value = { agent: { time_zone } } as unknown as NonNullable<typeof me.value>;

    assert.equal(zone.value, time_zone);
    assert.match(when.date("1990-05-17"), /17/);
  }
});
