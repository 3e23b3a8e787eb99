/** A long timeline is there at once with its end; what lies above is drawn piece by piece, while nobody waits. */
import { useEffect, useState } from "preact/hooks";
import { whenIdle } from "../../shared/idle";
import type { Item } from "./items";

const PIECE = 12;

/** newest: so many of the end at once, and the unread line with what follows; isWanted: all of it now. */
export function useGrowing(items: readonly Item[], { newest, isWanted }: { newest: number; isWanted: boolean }): { shown: readonly Item[]; isWhole: boolean } {
  const [from, setFrom] = useState<string | null>(() => (isWanted ? null : (items[startOf(items, newest)]?.key ?? null)));
  const at = from === null || isWanted ? 0 : Math.max(0, items.findIndex(({ key }) => key === from));
  const unread = items.findIndex(({ kind }) => kind === "unread");
  const start = unread < 0 ? at : Math.min(at, Math.max(0, unread - 1));
  useEffect(() => {
    if (start > 0) return whenIdle(() => setFrom(items[Math.max(0, start - PIECE)]!.key));
    setFrom(null);
  }, [start]);
  return { shown: start === 0 ? items : items.slice(start), isWhole: start === 0 };
}

function startOf(items: readonly Item[], newest: number): number {
  return Math.max(0, items.length - newest);
}
