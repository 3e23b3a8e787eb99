/** Which part of a long list is drawn. Pure. */

export interface Window {
  readonly from: number;
  readonly to: number;
}

export function windowOf({ top, height, rowHeight, count, spare = 6 }: { top: number; height: number; rowHeight: number; count: number; spare?: number }): Window {
  const first = Math.floor(Math.max(0, top) / rowHeight);
  const last = Math.ceil((Math.max(0, top) + height) / rowHeight);
  return { from: Math.max(0, Math.min(first - spare, count)), to: Math.min(count, last + spare) };
}

/** The scroll position that shows row `at` with the least movement. */
export function scrollToShow({ top, height, rowHeight, at }: { top: number; height: number; rowHeight: number; at: number }): number {
  if (at * rowHeight < top) return at * rowHeight;
  const bottom = (at + 1) * rowHeight;
  return bottom > top + height ? bottom - height : top;
}
