/** The panel's languages, one file each; English is always here, another one comes when it is wanted. */

import { computed, signal } from "@preact/signals";
import { pickLocale, regional, translator, type Text, type Translate } from "../../shared/i18n";
import { en, type Key } from "./en";

type Catalogue = Readonly<Record<Key, Text>>;

const others: Readonly<Record<string, () => Promise<Catalogue>>> = {
  ru: () => import("./ru").then(({ ru }) => ru),
  uk: () => import("./uk").then(({ uk }) => uk),
};
const againMs = 3_000;
let wanted = "en";

/** The language that was asked for, known before its words have come. */
export function wantedLocale(): string {
  return wanted;
}

export const locale = signal("en");
/** How dates and hours are written. */
export const region = computed(() => regional(locale.value));
/** Say something in the language at hand: `t.value("send")`. */
export const t = signal<Translate<Key>>(translator(en, "en"));

/** Speak the first of these languages that we have, else English; resolved once it is spoken. */
export async function speak(languages: readonly string[]): Promise<void> {
  const name = pickLocale(languages, ["en", "ru", "uk"]);
  wanted = name;
  const catalogue = (await others[name]?.().catch(() => null)) ?? en;
  if (wanted !== name) return;
  locale.value = name;
  t.value = translator(catalogue, name);
  if (catalogue === en && name !== "en") setTimeout(() => wanted === name && speak([name]), againMs);
}
