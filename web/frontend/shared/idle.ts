/** Work that may wait until the page has nothing else to do. */

const LATEST_MS = 500;
/** For browsers that cannot say when they are idle. */
const CALM_MS = 30;

/** Run when the page is idle, after half a second at the latest; the answer calls it off. */
export function whenIdle(run: () => void): () => void {
  if (!("requestIdleCallback" in globalThis)) {
    const timer = setTimeout(run, CALM_MS);
    return () => clearTimeout(timer);
  }
  const request = requestIdleCallback(run, { timeout: LATEST_MS });
  return () => cancelIdleCallback(request);
}
