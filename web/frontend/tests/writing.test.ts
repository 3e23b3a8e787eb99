import assert from "node:assert/strict";
import { test } from "node:test";
import { matches } from "../console/palette/matching";
import { findTemplates } from "../console/writing/finding";
import { triggerAt } from "../console/writing/trigger";
import type { Template } from "../console/writing/types";

const base = { owner_id: 1, audience: "all", team_id: null, may_change: true, files: [], used_at: null, folder: "", shortcut: "" } as const;
function template(id: number, name: string, more: Partial<Template> = {}): Template {
  return { ...base, files: [], id, name, uses: 0, texts: { "": `Text ${id}` }, ...more };
}

const at = (text: string, isNote = false) => triggerAt(text, text.length, { isNote });

test("a slash at the start of a word asks for a template", () => {
  assert.deepEqual(at("/wel"), { what: "template", from: 0, to: 4, query: "wel" });
  assert.deepEqual(at("Hello /opening ho"), { what: "template", from: 6, to: 17, query: "opening ho" });
  assert.equal(at("and/or"), null);
  assert.equal(at("https://shop"), null);
});

test("a slash of an earlier line is done with", () => {
  assert.equal(at("/wel\nmore"), null);
});

test("people are named in notes alone", () => {
  assert.equal(at("@an"), null);
  assert.deepEqual(at("Ask @ан", true), { what: "person", from: 4, to: 7, query: "ан" });
  assert.equal(at("mail a@b", true), null);
});

test("an emoji needs two letters, so that 10:30 and a smile are let be", () => {
  assert.equal(at("at 10:30"), null);
  assert.equal(at(":)"), null);
  assert.equal(at(":s"), null);
  assert.deepEqual(at("ok :посм"), { what: "emoji", from: 3, to: 8, query: "посм" });
});

test("the slash key of a Cyrillic keyboard asks too, where no sentence ends", () => {
  assert.deepEqual(triggerAt("Так .приві", 10, { isNote: false, bySlashKey: 4 }), { what: "template", from: 4, to: 10, query: "приві" });
  assert.equal(triggerAt("Так.", 4, { isNote: false, bySlashKey: 3 }), null);
});

test("the shortcut comes before the name, the name before the text, then what is used most", () => {
  const all = [template(1, "Other", { texts: { "": "all about hours" } }), template(2, "Opening hours"), template(3, "Times", { shortcut: "hours" }), template(4, "Hours"), template(5, "Hours too", { uses: 9 })];
  assert.deepEqual(findTemplates(all, "hours").map(({ id }) => id), [3, 5, 4, 2, 1]);
});

test("what was typed in the wrong layout is found", () => {
  const all = [template(1, "Help"), template(2, "Привіт"), template(3, "Вітання")];
  assert.deepEqual(findTemplates(all, "рудз").map(({ id }) => id), [1]);
  assert.deepEqual(findTemplates(all, "ghbds").map(({ id }) => id), [2]);
});

test("two thousand templates are searched within 50 ms", () => {
  const all = Array.from({ length: 2_000 }, (_, id) => template(id, `Answer ${id}`, { texts: { "": "word ".repeat(400), uk: "слово ".repeat(400) } }));
  findTemplates(all, "warm");
  const start = performance.now();
  findTemplates(all, "слово 19");
  assert.ok(performance.now() - start < 500, "ten times the promise: the machine may be busy");
});

test("commands are found by words in any keyboard layout, near ones before letters that only follow each other", () => {
  const commands = ["Reply", "Resolve", "Report an outage in parcels"].map((label) => ({ label }));

  assert.deepEqual(matches(commands, "куз").near.map(({ label }) => label), ["Reply", "Report an outage in parcels"]);
  assert.deepEqual(matches(commands, "rpl"), { near: [], far: [{ label: "Reply" }, { label: "Report an outage in parcels" }] });
  assert.deepEqual(matches(commands, "no such").near, []);
});

test("an apostrophe is found whichever is typed", () => {
  assert.equal(matches([{ label: "Об’єднати або пов’язати…" }], "об'єд").near.length, 1);
  assert.equal(matches([{ label: "Об’єднати або пов’язати…" }], "повʼяз").near.length, 1);
});
