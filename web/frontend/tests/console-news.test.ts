/** News: what sounds, when it is quiet, and what opening a ticket has read. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { placeOf, tabFor } from "../console/news/place";
import { isQuiet, occasionOf, sounds } from "../console/news/quiet";
import type { NewsChoices } from "../console/news/types";
import { readWith, type News } from "../console/store/news";

const NIGHT: NewsChoices = { ways: { "ticket.assigned": ["sound"], other: ["page"] }, quiet: { begin: 22 * 60, end: 7 * 60 }, mail_after_min: 30, time_zone: "Europe/Kyiv" };
const at = (hour: number): number => Date.UTC(2026, 10, 20, hour);

test("quiet hours are those of the agent's zone, also over midnight", () => {
  // Kyiv is two hours ahead
  assert.deepEqual([19, 20, 23, 4, 5, 12].map((hour) => isQuiet(NIGHT, at(hour))), [false, true, true, true, false, false]);
  assert.equal(isQuiet({ ...NIGHT, quiet: null }, at(23)), false);
  assert.equal(isQuiet({ ...NIGHT, quiet: { begin: 60, end: 60 } }, at(12)), true);
});

test("what sounds is what was chosen, a kind without a choice of its own as everything else", () => {
  assert.deepEqual([sounds(NIGHT, "ticket.assigned", at(12)), sounds(NIGHT, "ticket.assigned", at(23)), sounds(NIGHT, "new.kind", at(12))], [true, false, false]);
});

test("an event and its notification are one occasion, two tickets are two", () => {
  const [event, news, other] = [{ kind: "ticket.assigned", ticket: 7 }, { kind: "ticket.assigned", ticket: 7, id: 3 }, { kind: "ticket.assigned", ticket: 8 }].map(occasionOf);

  assert.equal(event, news);
  assert.notEqual(event, other);
  assert.notEqual(occasionOf({ kind: "customer.date_near", ticket: null, id: 1 }), occasionOf({ kind: "customer.date_near", ticket: null, id: 2 }));
});

test("who opens a ticket has read what they were told of it, but not that it is late", () => {
  const one = (id: number, kind: string, ticket_id: number): News => ({ id, kind, ticket_id, ticket_number: ticket_id, data: {}, at: "", read: false });
  const told = { unread: 3, notifications: [one(3, "message.received", 7), one(2, "sla.breached", 7), one(1, "note.mentioned", 8)] };

  const after = readWith(told, [7]);

  assert.deepEqual([after.unread, after.notifications.map(({ read }) => read)], [2, [true, false, false]]);
  assert.equal(readWith(told, [9]), told);
});

test("news leads to its side thread, its ticket or its customer, in this order, or nowhere", () => {
  assert.equal(placeOf({ ticket: 7, side: 2 }), "?page=help&q=sides");
  assert.equal(placeOf({ ticket: 7, customer: 3 }), "?ticket=7");
  assert.equal(placeOf({ ticket: null, customer: 3 }), "?page=customers&q=customers:3");
  assert.equal(placeOf({ ticket: null }), "");
});

test("a push opens in the tab that shows its ticket, else in the console that was looked at last", () => {
  const tabs = ["/sign-in?ticket=7", "/?view=all&ticket=8", "/?page=reports&ticket=7", "/?view=mine&ticket=7"].map((path) => ({ url: `http://desk${path}` }));

  assert.equal(tabFor(tabs, { ticket: 7 }), tabs[3]);
  assert.equal(tabFor(tabs, { ticket: 9 }), tabs[1]);
  assert.equal(tabFor(tabs, { ticket: null }), tabs[1]);
  assert.equal(tabFor(tabs.slice(0, 1), { ticket: 7 }), undefined);
});
