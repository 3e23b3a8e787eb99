/** Whether somebody looks at the console, in whichever tab of this browser: that tab holds a lock. */

const NAME = "helpdesk.looking";
let leave: (() => void) | null = null;

export function startLooking(): void {
  addEventListener("focus", look);
  // a mail's frame may have taken the focus: that is no leaving
  addEventListener("blur", () => document.hasFocus() || leave?.());
  look();
}

/** Say that this tab is looked at, if it is. */
export function look(): void {
  if (leave || !document.hasFocus()) return;
  const until = new Promise<void>((done) => (leave = done));
  void locks()?.request(NAME, { mode: "shared" }, () => until.finally(() => (leave = null)));
}

/** Say whether another tab is; over plain http nobody can know. */
export async function isLookedAtElsewhere(): Promise<boolean> {
  leave?.();
  const { held = [] } = (await locks()?.query()) ?? {};
  return held.some(({ name }) => name === NAME);
}

function locks(): LockManager | undefined {
  return navigator.locks as LockManager | undefined;
}
