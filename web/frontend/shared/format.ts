/** Times, durations and sizes in the reader's language, by Intl alone. */

const caches = new Map<string, unknown>();

function cached<T>(key: string, make: () => T): T {
  if (!caches.has(key)) caches.set(key, make());
  return caches.get(key) as T;
}

type Moment = string | number | Date;
/** Without a zone: the browser's. */
type Zone = string | undefined;

/** "14:05" */
export function clockTime(at: Moment, locale: string, timeZone?: Zone): string {
  return format("clock", at, { locale, timeZone, options: { hour: "2-digit", minute: "2-digit" } });
}

/** "21 November 2026, 14:05": what is agreed on or to come has no seconds */
export function momentTime(at: Moment, locale: string, timeZone?: Zone): string {
  return format("moment", at, { locale, timeZone, options: { dateStyle: "long", timeStyle: "short" } });
}

/** "21 November 2026, 14:05:09" for tooltips */
export function fullTime(at: Moment, locale: string, timeZone?: Zone): string {
  return format("full", at, { locale, timeZone, options: { dateStyle: "long", timeStyle: "medium" } });
}

/** "Sat, 21 November", with the year when it is not this one */
export function dayName(at: Moment, locale: string, timeZone?: Zone): string {
  const isThisYear = dayKey(at, timeZone).slice(0, 4) === dayKey(thisMinute(), timeZone).slice(0, 4);
  const year = isThisYear ? undefined : ("numeric" as const);
  return format(`day ${year}`, at, { locale, timeZone, options: { weekday: "short", day: "numeric", month: "long", year } });
}

/** "21 Nov" or "14:05" when it is today */
export function shortTime(at: Moment, locale: string, timeZone?: Zone): string {
  if (dayKey(at, timeZone) === dayKey(thisMinute(), timeZone)) return clockTime(at, locale, timeZone);
  return format("short", at, { locale, timeZone, options: { day: "numeric", month: "short" } });
}

/** Days and years begin with a minute everywhere. */
function thisMinute(): number {
  return Math.floor(Date.now() / 60_000) * 60_000;
}

/** "2026-11-21": the same for two moments of one day. */
export function dayKey(at: Moment, timeZone?: Zone): string {
  return format("key", at, { locale: "sv-SE", timeZone, options: { dateStyle: "short" } });
}

interface Written {
  readonly locale: string;
  readonly timeZone: Zone;
  readonly options: Intl.DateTimeFormatOptions;
}

/** What was written lately: lists and timelines are drawn again and again with the same moments. */
let written = new Map<string, string>();
const MAX_WRITTEN = 4_000;

function format(name: string, at: Moment, { locale, timeZone, options }: Written): string {
  const how = `${name} ${locale} ${timeZone}`;
  const key = `${how} ${at instanceof Date ? at.getTime() : at}`;
  const known = written.get(key);
  if (known !== undefined) return known;
  if (written.size >= MAX_WRITTEN) written = new Map();
  const text = cached(how, () => new Intl.DateTimeFormat(locale, { ...options, timeZone })).format(new Date(at));
  written.set(key, text);
  return text;
}

const STEPS = [["day", 86_400], ["hour", 3_600], ["minute", 60], ["second", 1]] as const;

/** "3d", "2h", "5m", "40s": the largest whole unit of a span in milliseconds. */
export function shortSpan(ms: number, locale: string): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const [unit, size] = STEPS.find(([, size]) => seconds >= size) ?? STEPS[3];
  return unitText(Math.floor(seconds / size), unit, locale);
}

function unitText(value: number, unit: string, locale: string): string {
  // "1г" and "51х" are no abbreviations that Ukrainians use
  const unitDisplay = locale.startsWith("uk") ? "short" : "narrow";
  return cached(`${unit} ${locale}`, () => new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay })).format(value);
}

/** "1.2 MB" */
export function fileSize(bytes: number, locale: string): string {
  const [unit, size]: [string, number] = bytes >= 1e9 ? ["gigabyte", 1e9] : bytes >= 1e6 ? ["megabyte", 1e6] : bytes >= 1e3 ? ["kilobyte", 1e3] : ["byte", 1];
  return cached(`size ${unit} ${locale}`, () =>
    new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "short", maximumFractionDigits: size >= 1e6 ? 1 : 0 }),
  ).format(bytes / size);
}
