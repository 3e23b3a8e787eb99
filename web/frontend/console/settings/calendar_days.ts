/** Free days of a calendar. Pure. */
import type { FreeDay } from "./sla_types";

/** From today on, each day once, in order. */
export function freeAhead(days: readonly FreeDay[], today = new Date().toISOString().slice(0, 10)): FreeDay[] {
  const found = new Map<string, FreeDay>();
  for (const day of days) if (day.date >= today && (!found.has(day.date) || day.name)) found.set(day.date, day);
  return [...found.values()].sort((one, other) => (one.date < other.date ? -1 : 1));
}

export interface OwnDay { readonly date: string; readonly name: string }

export function ownDays(days: readonly FreeDay[]): OwnDay[] {
  return days.filter(({ source }) => source === "hand").map(({ date, name }) => ({ date, name }));
}
