/** The console speaks: the catalogue of the agent's language, times and names. */
import { computed, signal } from "@preact/signals";
import { clockTime, dayName, fileSize, fullTime, momentTime, shortSpan, shortTime } from "../shared/format";
import { pickLocale, regional, translator, type Params } from "../shared/i18n";
import { CATALOGUES, FIRST_AREAS, LOCALES, type Area, type Key, type Locale, type Messages } from "./i18n/messages";
import { me } from "./session";

export { LANGUAGE_NAMES, LOCALES, type Key, type Locale } from "./i18n/messages";

const spoken = signal<{ locale: Locale; messages: Messages }>({ locale: "en", messages: {} });
const areas = new Set(FIRST_AREAS);
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
  const loaded = await Promise.all([...areas].map(async (area) => (await CATALOGUES[area][next]()).words));
  spoken.value = { locale: next, messages: Object.assign({}, ...loaded) as Messages };
  document.documentElement.lang = next;
}

/** Have the texts of an area in the language we speak, and in every language from now on. */
export async function loadWords(area: Area): Promise<void> {
  if (areas.has(area)) return;
  const { locale: now } = spoken.value;
  const { words } = await CATALOGUES[area][now]();
  if (spoken.value.locale !== now) return loadWords(area);
  areas.add(area);
  spoken.value = { locale: now, messages: { ...spoken.value.messages, ...words } };
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
  moment: (at: string | number) => momentTime(at, region.value, zone.value),
  full: (at: string | number) => fullTime(at, region.value, zone.value),
  day: (at: string | number) => dayName(at, region.value, zone.value),
  /** A day of the calendar, "1990-05-17", which is the same in all zones. */
  date: (day: string) => dayName(`${day}T12:00:00Z`, region.value, "UTC"),
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
