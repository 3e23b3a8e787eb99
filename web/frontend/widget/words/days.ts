/** Names of days and times of day. */

import { dayName } from "../../shared/format";

const dayMs = 86_400_000;

/** "Today", "Yesterday", else "Sat, 21 November". */
export function dayTitle(at: number, locale: string, now = Date.now()): string {
  const days = Math.round((startOfDay(at) - startOfDay(now)) / dayMs);
  const name = days === 0 || days === -1 ? new Intl.RelativeTimeFormat(locale, { numeric: "auto" }).format(days, "day") : dayName(at, locale);
  return name.charAt(0).toLocaleUpperCase(locale) + name.slice(1);
}

/** "Monday 09:00" */
export function fullDay(at: string, locale: string): string {
  return new Intl.DateTimeFormat(locale, { weekday: "long", hour: "2-digit", minute: "2-digit" }).format(new Date(at));
}

function startOfDay(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0);
}
