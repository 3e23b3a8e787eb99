/** Business hours of a week: times as people type them, and a week in short. Pure. */
import type { Hours } from "./sla_types";

export const DAYS = ["0", "1", "2", "3", "4", "5", "6"] as const;
export const OFFICE: Hours = Object.fromEntries(["0", "1", "2", "3", "4"].map((day) => [day, [["09:00", "18:00"]]]));

/** "9", "930", "9.30" and "9:30" as "09:00" and "09:30"; what is no time stays as it is. */
export function readTime(text: string): string {
  const found = /^(\d{1,2})(?:[:.]?(\d{2}))?$/.exec(text.trim());
  if (!found) return text.trim();
  const [hour, minute] = [Number(found[1]), Number(found[2] ?? 0)];
  const isTime = minute < 60 && (hour < 24 || (hour === 24 && minute === 0));
  return isTime ? `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}` : text.trim();
}

export function isTime(text: string): boolean {
  return /^(([01]\d|2[0-3]):[0-5]\d|24:00)$/.test(text);
}

/** Days in a row with the same hours: [["0", "4", "09:00–18:00"]]. */
export function inShort(hours: Hours): [first: string, last: string, times: string][] {
  const found: [string, string, string][] = [];
  for (const day of DAYS) {
    const times = (hours[day] ?? []).map((pair) => pair.join("–")).join(", ");
    const last = found.at(-1);
    if (last && last[2] === times && Number(last[1]) === Number(day) - 1) last[1] = day;
    else if (times) found.push([day, day, times]);
  }
  return found;
}

export function isAlways(hours: Hours): boolean {
  return DAYS.every((day) => hours[day]?.length === 1 && hours[day]![0]!.join() === "00:00,24:00");
}
