/** Customers' files as spreadsheets save them. */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Locale } from "../console/text";

Object.assign(globalThis, { location: { search: "" }, document: { documentElement: {} }, addEventListener: () => undefined, setInterval: () => 0 });
const { guess, readCsv, textOf } = await import("../console/customers/csv");
const { COLUMNS, sampleFile } = await import("../console/customers/import_columns");
const { LOCALES, loadWords, speak } = await import("../console/text");

const RUSSIAN = "Имя;Почта\r\n\"Ёлкина \"\"Лена\"\"; мл.\";lena@a.example\r\n";
const bytes = (hex: string): Uint8Array => Uint8Array.from(hex.match(/../g)!, (pair) => parseInt(pair, 16));
const utf16 = (text: string): Uint8Array => new Uint8Array(Uint16Array.from(text, (sign) => sign.charCodeAt(0)).buffer);

test("a Russian spreadsheet's own CSV, Unicode of any kind and western letters are read as they were written", () => {
  const in1251 = Uint8Array.from([...RUSSIAN].map((sign) => (sign === "Ё" ? 0xa8 : sign >= "А" && sign <= "я" ? sign.charCodeAt(0) - 0x410 + 0xc0 : sign.charCodeAt(0))));

  assert.deepEqual(readCsv(textOf(in1251)!)[1], ["Ёлкина \"Лена\"; мл.", "lena@a.example"]);
  assert.equal(textOf(new TextEncoder().encode(RUSSIAN))!, RUSSIAN);
  assert.deepEqual(readCsv(textOf(utf16(`\uFEFF${RUSSIAN}`))!)[0], ["Имя", "Почта"]);
  assert.equal(textOf(bytes("4a6f73e92c4dfc6c6c6572")), "José,Müller"); // windows-1252
});

test("what an export made harmless comes back as it was", () => {
  assert.deepEqual(readCsv("phone,name\r\n'+380441234567,'tis\r\n")[1], ["+380441234567", "'tis"]);
});

test("a workbook is no text", () => {
  assert.equal(textOf(bytes("504b030414000600080000002100")), null);
});

test("the sample file is understood as it was meant, in every language", async () => {
  await loadWords("customers");
  for (const locale of LOCALES as readonly Locale[]) {
    await speak(locale);
    const [head = [], ...rows] = readCsv(sampleFile(["plan"]));

    assert.deepEqual(head.map((name) => guess(name, ["plan"])), [...COLUMNS, "fields.plan"], locale);
    assert.deepEqual(rows.map((row) => [row.length, row[1], row[2]]), [[COLUMNS.length + 1, "olena@shop.example", "+380 44 555 01 23"]]);
  }
});
