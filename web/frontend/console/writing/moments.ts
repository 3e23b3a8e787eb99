/** Moments people choose, by the clock of their browser. Pure. */

export function atNine(now: number, days: number): Date {
  const day = new Date(now);
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() + days, 9);
}

/** The coming one, never today. */
export function nextMonday(now: number): Date {
  return atNine(now, (8 - new Date(now).getDay()) % 7 || 7);
}

/** How a field of date and time writes a moment. */
export function localInput(at: Date): string {
  const two = (part: number): string => String(part).padStart(2, "0");
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${two(at.getHours())}:${two(at.getMinutes())}`;
}
