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
  const known = recent();
  const locks = navigator.locks as LockManager | undefined;
  const isNew = await Promise.all(occasions.map((name) => !(name in known) && (!locks || isFirst(locks, name))));
  const note = (): void => {
    const rung = { ...recent(), ...Object.fromEntries(occasions.map((name) => [name, Date.now()])) };
    writeStored(KEY, Object.fromEntries(Object.entries(rung).slice(-MOST)));
  };
  await (locks ? locks.request(KEY, note) : note());
  return isNew.includes(true);
}

/** What one tab stores another may read a moment later; who has a lock all tabs know at once. */
function isFirst(locks: LockManager, occasion: string): Promise<boolean> {
  return new Promise((answer) => {
    const hold = (lock: Lock | null): Promise<void> | undefined => {
      answer(lock !== null);
      return lock ? new Promise((later) => setTimeout(later, ONCE_WITHIN_MS)) : undefined;
    };
    void locks.request(`${KEY}.${occasion}`, { ifAvailable: true }, hold);
  });
}

function recent(): Record<string, number> {
  const since = Date.now() - ONCE_WITHIN_MS;
  return Object.fromEntries(Object.entries(readStored<Record<string, number>>(KEY) ?? {}).filter(([, at]) => at > since));
}
