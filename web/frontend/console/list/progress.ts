/** How fast the parts of a long list come, and how far the look for them has got. Pure. */
import { FAR, NO_DATE, type Sort } from "../store/views";

const REST_MS = 250;
/** So many times as long as a part took nothing is asked for. */
const RESTS = 3;

/** The pause before the next part of a list that nobody is about to see. */
export function restMs(tookMs: number): number {
  return Math.max(REST_MS, RESTS * tookMs);
}

/** The date of the last ticket that was looked at; null where the order does not go by dates. */
export function reachedAt(sort: Sort, key: number): number | null {
  if (key === NO_DATE || key === -NO_DATE) return null;
  if (sort === "activity" || sort === "created") return -key;
  if (sort === "waiting") return key;
  if (sort === "urgency") return key > FAR ? 2 * FAR - key : key;
  return null;
}
