/** In how many messages a reply will leave, as near as can be told before the server splits it. Pure. */

/** Telegram takes 4,096 UTF-16 units, which is how strings are counted here; marks of formatting do not count there. */
const MAX_UNITS = 4_000;
const MARKS = /\*\*|__|~~|`/g;

export function messagesOf(text: string): number {
  return Math.max(1, Math.ceil(text.replaceAll(MARKS, "").trim().length / MAX_UNITS));
}
