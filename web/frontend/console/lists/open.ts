/** Snoozing, tagging and following from anywhere; what is behind them loads when it is wanted. */
import { ticketAtHand } from "../commands";
import { tell } from "../toasts";

type Acts = typeof import("./acts");

function atHand(run: (acts: Acts, id: number) => void): void {
  const row = ticketAtHand();
  if (row) void import("./acts").then((acts) => run(acts, row.id)).catch(tell);
}

export function snoozeAtHand(): void {
  atHand((acts, id) => acts.openSnooze([id]));
}

export function tagAtHand(): void {
  atHand((acts, id) => acts.openTags(id));
}

export function followAtHand(): void {
  atHand((acts, id) => void acts.toggleFollow(id));
}
