/** Times, durations and sizes in the reader's language, by Intl alone. */

const caches = new Map<string, unknown>();

function cached<T>(key: string, make: () => T): T {
  if (!caches.has(key)) caches.set(key, make());
  return caches.get(key) as T;
}

/** "14:05" */
export function clockTime(at: string | number | Date, locale: string): string {
  return cached(`clock ${locale}`, () => new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit" })).format(new Date(at));
}

/** "21 November 2026, 14:05:09" for tooltips */
export function fullTime(at: string | number | Date, locale: string): string {
  return cached(`full ${locale}`, () => new Intl.DateTimeFormat(locale, { dateStyle: "long", timeStyle: "medium" })).format(new Date(at));
}

/** "Sat, 21 November", with the year when it is not this one */
export function dayName(at: string | number | Date, locale: string): string {
  const date = new Date(at);
  const year = date.getFullYear() === new Date().getFullYear() ? undefined : ("numeric" as const);
  return cached(`day ${locale} ${year}`, () => new Intl.DateTimeFormat(locale, { weekday: "short", day: "numeric", month: "long", year })).format(date);
}

/** "21 Nov" or "14:05" when it is today */
export function shortTime(at: string | number | Date, locale: string, now = Date.now()): string {
  const date = new Date(at);
  if (date.toDateString() === new Date(now).toDateString()) return clockTime(date, locale);
  return cached(`short ${locale}`, () => new Intl.DateTimeFormat(locale, { day: "numeric", month: "short" })).format(date);
}

const STEPS = [["day", 86_400], ["hour", 3_600], ["minute", 60], ["second", 1]] as const;

/** "3d", "2h", "5m", "40s": the largest whole unit of a span in milliseconds. */
export function shortSpan(ms: number, locale: string): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const [unit, size] = STEPS.find(([, size]) => seconds >= size) ?? STEPS[3];
  return unitText(Math.floor(seconds / size), unit, locale);
}

function unitText(value: number, unit: string, locale: string): string {
  return cached(`${unit} ${locale}`, () => new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "narrow" })).format(value);
}

/** "1.2 MB" */
export function fileSize(bytes: number, locale: string): string {
  const [unit, size] = bytes >= 1e6 ? ["megabyte", 1e6] : bytes >= 1e3 ? ["kilobyte", 1e3] : ["byte", 1];
  return cached(`size ${unit} ${locale}`, () =>
    new Intl.NumberFormat(locale, { style: "unit", unit: unit as string, unitDisplay: "short", maximumFractionDigits: unit === "megabyte" ? 1 : 0 }),
  ).format(bytes / (size as number));
}
