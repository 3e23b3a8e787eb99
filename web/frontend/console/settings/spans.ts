/** Spans as admins write them: "45", "8h", "1h 30m", "1:30"; in hours and minutes only, since a day of business time is nobody's day. Pure. */

const HOURS = "h|hr|hrs|ч|час|год";
const MINUTES = "m|min|мин|м|хв";
const WRITTEN = new RegExp(`^(?:(\\d{1,5})\\s*(?:${HOURS})\\.?)?\\s*(?:(\\d{1,6})\\s*(?:${MINUTES})?\\.?)?$`, "iu");

/** Minutes; null for nothing, NaN for what cannot be read. */
export function readSpan(text: string): number | null {
  const written = text.trim();
  if (written === "") return null;
  const clock = /^(\d{1,4}):([0-5]\d)$/.exec(written);
  if (clock) return Number(clock[1]) * 60 + Number(clock[2]);
  const found = WRITTEN.exec(written);
  if (!found) return NaN;
  const minutes = Number(found[1] ?? 0) * 60 + Number(found[2] ?? 0);
  return minutes > 0 ? minutes : NaN;
}

export interface Units { readonly h: string; readonly m: string }

/** "1h 30m" in the reader's letters. */
export function writeSpan(minutes: number | null | undefined, { h, m }: Units): string {
  if (minutes == null) return "";
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  return [hours > 0 && `${hours}${h}`, rest > 0 && `${rest}${m}`].filter(Boolean).join(" ");
}
