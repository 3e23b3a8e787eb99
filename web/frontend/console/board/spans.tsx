/** Times on the board that count on by themselves, once a second under two minutes. */
import { useEffect, useState } from "preact/hooks";
import { t, when } from "../text";

const SOON_MS = 15 * 60_000;

export function useSeconds(): number {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}

export function since(at: string | null, now: number): string {
  return at === null ? "–" : when.span(now - Date.parse(at));
}

export function Due({ at, now }: { at: string | null; now: number }) {
  if (at === null) return null;
  const left = Date.parse(at) - now;
  const tone = left < 0 ? "late" : left < SOON_MS ? "soon" : "fine";
  return <span class={`board-due is-${tone}`}>{left < 0 ? t("board.overdue", { span: when.span(-left) }) : t("board.due_in", { span: when.span(left) })}</span>;
}
