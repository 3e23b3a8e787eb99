/** What could not be had for a passing reason is asked for again, without anybody pressing a button. */
import { Problem } from "./api";

const AGAIN_AFTER_MS = 4_000;

/** Run in some seconds where the error may pass; `isWanted` is asked then. */
export function againLater(error: unknown, isWanted: () => boolean, run: () => void): void {
  if (error instanceof Problem && error.isPassing && error.code !== "aborted") setTimeout(() => isWanted() && run(), AGAIN_AFTER_MS);
}
