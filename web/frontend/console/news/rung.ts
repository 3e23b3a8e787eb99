/** What has just sounded in this browser: known to all tabs, so that no other sounds for it, nor a push. */
import { readStored, writeStored } from "../../shared/dom";

const KEY = "helpdesk.rung";
/** The same news comes to every tab, and as an event, a notification and a push within seconds. */
const ONCE_WITHIN_MS = 15_000;
const MOST = 50;

export function hasRung(occasion: string): boolean {
  return occasion in recent();
}

/** Note what is about to sound; false when all of it already has. */
export async function claim(occasions: readonly string[]): Promise<boolean> {
  const take = (): boolean => {
    const known = recent();
    const rung = { ...known, ...Object.fromEntries(occasions.map((name) => [name, Date.now()])) };
    writeStored(KEY, Object.fromEntries(Object.entries(rung).slice(-MOST)));
    return occasions.some((name) => !(name in known));
  };
  const locks = navigator.locks as LockManager | undefined;
  return locks ? locks.request(KEY, take) : take();
}

function recent(): Record<string, number> {
  const since = Date.now() - ONCE_WITHIN_MS;
  return Object.fromEntries(Object.entries(readStored<Record<string, number>>(KEY) ?? {}).filter(([, at]) => at > since));
}
