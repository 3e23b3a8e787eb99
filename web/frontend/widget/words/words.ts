/** The panel's languages: a file each, and a line here. Only the one that is spoken is loaded. */

import { computed, signal } from "@preact/signals";
import { pickLocale, regional, translator, type Text, type Translate } from "../../shared/i18n";
import type { Key } from "./en";

export type { Key };
type Catalogue = Readonly<Record<Key, Text>>;

const languages = {
  en: () => import("./en").then(({ en }): Catalogue => en),
  de: () => import("./de").then(({ de }) => de),
  ru: () => import("./ru").then(({ ru }) => ru),
  uk: () => import("./uk").then(({ uk }) => uk),
};
type Language = keyof typeof languages;

const againMs = 3_000;
const names = Object.keys(languages) as [Language, ...Language[]];
let wanted: Language = "en";

/** The language that was asked for, known before its words have come. */
export function wantedLocale(): string {
  return wanted;
}

export const locale = signal("en");
/** How dates and hours are written. */
export const region = computed(() => regional(locale.value));
/** Say something in the language at hand: `t.value("send")`. */
export const t = signal<Translate<Key>>(() => "");

/** Speak the first of these languages that we have, else English; resolved once it is spoken. */
export async function speak(asked: readonly string[]): Promise<void> {
  const name = (wanted = pickLocale(asked.map(String), names));
  for (;;) {
    const catalogue = await languages[name]().catch(() => null);
    if (wanted !== name) return;
    if (catalogue) {
      locale.value = name;
      t.value = translator(catalogue, name);
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, againMs));
  }
}
