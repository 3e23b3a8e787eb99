/** Catalogues: the same keys, the plurals each language needs, the same placeholders. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { pickLocale, translator, type Text } from "../shared/i18n";
import { CATALOGUES, LOCALES, type Area, type Locale } from "../console/i18n/messages";

const AREAS = Object.keys(CATALOGUES) as Area[];

async function textsOf(area: Area, locale: Locale): Promise<Record<string, Text>> {
  return (await CATALOGUES[area][locale]()).words as Record<string, Text>;
}

async function allOf(locale: Locale): Promise<Record<string, Text>> {
  const all = await Promise.all(AREAS.map((area) => textsOf(area, locale)));
  return Object.assign({}, ...all) as Record<string, Text>;
}

const [en, ru, uk] = await Promise.all([allOf("en"), allOf("ru"), allOf("uk")]);
const ALL: Record<Locale, Record<string, Text>> = { en, ru, uk };

test("all languages have the same keys in each area, none of them empty", async () => {
  for (const area of AREAS) {
    const keys = Object.keys(await textsOf(area, "en")).sort();
    for (const locale of LOCALES) {
      const texts = await textsOf(area, locale);
      assert.deepEqual(Object.keys(texts).sort(), keys, `${locale} ${area}`);
      for (const text of Object.values(texts)) assert.ok(forms(text).every((form) => form.trim() !== ""));
    }
  }
});

test("no key is in two areas", async () => {
  const keys = (await Promise.all(AREAS.map((area) => textsOf(area, "en")))).flatMap((texts) => Object.keys(texts));

  assert.equal(new Set(keys).size, keys.length);
});

test("every plural has the forms its language counts with", () => {
  for (const [locale, catalogue] of Object.entries(ALL)) {
    const needed = new Intl.PluralRules(locale).resolvedOptions().pluralCategories;
    for (const [key, text] of Object.entries(catalogue)) {
      if (typeof text !== "string") assert.deepEqual(needed.filter((form) => !(form in text)), [], `${locale} ${key}`);
    }
  }
});

test("every language fills the same placeholders", () => {
  for (const [locale, catalogue] of Object.entries(ALL)) {
    for (const [key, text] of Object.entries(en)) assert.deepEqual(placeholders(catalogue[key]!), placeholders(text), `${locale} ${key}`);
  }
});

test("numbers choose their form and are written the local way", () => {
  const t = translator(ru, "ru");

  assert.equal(t("list.new", { count: 1 }), "1 новое обращение");
  assert.equal(t("list.new", { count: 3 }), "3 новых обращения");
  assert.equal(t("list.new", { count: 11 }), "11 новых обращений");
  assert.equal(translator(en, "en")("list.count", { count: 20_000 }), "20,000 tickets");
});

test("a placeholder's value is never read as one itself", () => {
  assert.equal(translator({ hello: "{name}, {other}" }, "en")("hello", { name: "{other}", other: "x" }), "{other}, x");
});

test("a language is picked by its first part, else the first we have", () => {
  assert.equal(pickLocale(["de", "uk-UA"], ["en", "ru", "uk"]), "uk");
  assert.equal(pickLocale([], ["en", "ru", "uk"]), "en");
});

function forms(text: Text): string[] {
  return typeof text === "string" ? [text] : Object.values(text);
}

function placeholders(text: Text): string[] {
  const found = forms(text).flatMap((form) => form.match(/\{\w+\}/g) ?? []);
  return [...new Set(found)].filter((name) => name !== "{count}").sort();
}
