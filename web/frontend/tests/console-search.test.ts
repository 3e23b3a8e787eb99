/** Search: what is marked in titles, and filters that were mistyped. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { withoutTickets, type Found } from "../console/search/found";
import { corrected, marked, withoutFilters } from "../console/search/words";
import type { Row } from "../console/store/types";

const hits = (title: string, query: string): string[] => marked(title, query).filter(({ hit }) => hit).map(({ text }) => text);

test("words of a title that begin with a word of the query are marked, in whatever case", () => {
  assert.deepEqual(hits("По ЗАКАЗУ 81138: всё ещё нет заказа", "заказ все"), ["ЗАКАЗУ", "всё", "заказа"]);
  assert.deepEqual(hits("Invoice (office)", "+voice off"), ["office"]);
});

test("filters, what is excluded and nothing at all mark nothing", () => {
  assert.deepEqual(hits("open status lamp", "status:open -lamp  "), []);
});

test("a title in pieces is the title", () => {
  assert.equal(marked("«Вручено», а нет — 14:10", "нет").map(({ text }) => text).join(""), "«Вручено», а нет — 14:10");
});

test("a filter that is mistyped by a letter or two is put right, with its value", () => {
  const names = ["статус", "метка", "до", "status"];

  assert.equal(corrected("лампа статуус:открыто", names), "лампа статус:открыто");
  assert.equal(corrected("-metка:vip", ["метка"]), null);
  assert.equal(corrected("statsu:open", names), "status:open");
});

test("what is a filter, or near to none, stays as it is", () => {
  for (const query of ["Статус:открыто", "https://desk.example", "заказ", "кто:anna"]) assert.equal(corrected(query, ["статус", "до"]), null);
});

test("of tickets one may not see any more nothing stays among what was found", () => {
  const hit = (ticket_id: number) => ({ message_id: ticket_id, ticket_id, ticket_number: ticket_id, snippet: [] });
  const found: Found = { tickets: [{ id: 7 } as Row, { id: 8 } as Row], messages: [hit(7), hit(9)], files: [hit(7)], sides: [{ side_id: 1, ticket_id: 7, ticket_number: 7, subject: "" }], customers: [], unknown: [] };

  const left = withoutTickets(found, new Set([7]));

  assert.deepEqual([left.tickets.map(({ id }) => id), left.messages.map(({ ticket_id }) => ticket_id), left.files, left.sides], [[8], [9], [], []]);
  assert.equal(withoutTickets(found, new Set([5])), found);
});

test("a query without its filters is its words, and none where it has no filters or no words", () => {
  assert.equal(withoutFilters('лампа -метка:"очень важно" status:open 50 %'), "лампа 50 %");
  assert.deepEqual([withoutFilters("лампа  12:30"), withoutFilters("status:open"), withoutFilters("")], [null, null, null]);
});
