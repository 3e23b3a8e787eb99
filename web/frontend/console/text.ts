/** The console speaks: the catalogue of the agent's language, times and names. */
import { computed, signal } from "@preact/signals";
import { clockTime, dayName, fileSize, fullTime, shortSpan, shortTime } from "../shared/format";
import { pickLocale, regional, translator, type Params } from "../shared/i18n";
import type { Key, Messages } from "./i18n/messages";
import { me } from "./session";

export type { Key } from "./i18n/messages";
export const LOCALES = ["en", "ru", "uk"] as const;
export type Locale = (typeof LOCALES)[number];

/** A new language is one file and one line. */
const CATALOGUES: Record<Locale, () => Promise<Messages>> = {
  en: async () => (await import("./i18n/en")).en,
  ru: async () => (await import("./i18n/ru")).ru,
  uk: async () => (await import("./i18n/uk")).uk,
};
export const LANGUAGE_NAMES: Record<string, string> = { en: "English", ru: "Русский", uk: "Українська" };

const spoken = signal<{ locale: Locale; messages: Messages }>({ locale: "en", messages: {} as Messages });
const translate = computed(() => translator<Key>(spoken.value.messages, spoken.value.locale));

export const locale = computed(() => spoken.value.locale);

export function t(key: Key, params?: Params): string {
  return translate.value(key, params);
}

/** Translate a word that came from the server; null when we have no text for it. */
export function known(prefix: string, word: string, params?: Params): string | null {
  const key = `${prefix}${word}` as Key;
  return key in spoken.value.messages ? t(key, params) : null;
}

export async function speak(wanted: string): Promise<void> {
  const next = pickLocale([wanted], LOCALES);
  const messages = await CATALOGUES[next]();
  spoken.value = { locale: next, messages };
  document.documentElement.lang = next;
}

const region = computed(() => regional(locale.value));

/** The zone of the agent's profile; undefined, the browser's own, where this browser does not know it. */
export const zone = computed(() => {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: me.value?.agent.time_zone }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
});

export const when = {
  clock: (at: string | number) => clockTime(at, region.value, zone.value),
  full: (at: string | number) => fullTime(at, region.value, zone.value),
  day: (at: string | number) => dayName(at, region.value, zone.value),
  short: (at: string | number) => shortTime(at, region.value, zone.value),
  span: (ms: number) => shortSpan(ms, locale.value),
};

export function size(bytes: number): string {
  return fileSize(bytes, locale.value);
}

/** "Ukrainian" for "uk", in the reader's language. */
export function languageName(tag: string): string {
  try {
    return new Intl.DisplayNames([locale.value], { type: "language" }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}
