/** What stands beside the ticket is drawn after the ticket itself. */
import { useEffect, useState } from "preact/hooks";
import { whenIdle } from "../../shared/idle";

/** Run once what is being drawn now is on the screen; where nothing is shown, at once. The answer calls it off. */
export function afterPaint(run: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  if (document.visibilityState !== "visible") {
    timer = setTimeout(run);
    return () => clearTimeout(timer);
  }
  const frame = requestAnimationFrame(() => (timer = setTimeout(run)));
  return () => (cancelAnimationFrame(frame), clearTimeout(timer));
}

/** The last `value` that has had its frame: what depends on it alone is drawn in the one after. */
export function useAfterPaint<T>(value: T): T {
  const [painted, setPainted] = useState(value);
  useEffect(() => {
    if (painted === value) return;
    return afterPaint(() => setPainted(value));
  }, [value]);
  return painted;
}

/** Whether somebody has stayed on `key` for a moment: who only passes by needs no more than what is at hand. */
export function useSettled(key: unknown, afterMs: number): boolean {
  const [settled, setSettled] = useState<unknown>(undefined);
  useEffect(() => {
    let stop: (() => void) | undefined;
    const timer = setTimeout(() => (stop = whenIdle(() => setSettled(key))), afterMs);
    return () => (clearTimeout(timer), stop?.());
  }, [key]);
  return settled === key;
}
