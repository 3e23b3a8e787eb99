/** When a tab may be loaded anew without anybody missing anything. Pure. */

export interface Moment {
  /** How long nobody has touched anything. */
  readonly calmMs: number;
  readonly isHidden: boolean;
  /** Something is being written, sent, fetched or answered. */
  readonly isBusy: boolean;
}

const SEEN_MS = 180_000;
const HIDDEN_MS = 20_000;

/** spreadMs: how much longer this tab waits than others, so that not all come back at once. */
export function isQuiet({ calmMs, isHidden, isBusy }: Moment, spreadMs: number): boolean {
  return !isBusy && calmMs >= (isHidden ? HIDDEN_MS : SEEN_MS) + spreadMs;
}
