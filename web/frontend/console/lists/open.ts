/** Snoozing, tagging and following from anywhere; what is behind them loads when it is wanted. */
import { markUnread } from "../actions";
import { ticketAtHand } from "../commands";
import { activeId } from "../list/navigation";
import { go, route } from "../route";
import { rows } from "../session";
import { tell } from "../toasts";

type Acts = typeof import("./acts");

function atHand(run: (acts: Acts, id: number) => void): void {
  const row = ticketAtHand();
  if (row) void import("./acts").then((acts) => run(acts, row.id)).catch(tell);
}

/** The ticket at hand, which is left for that, or the row the list is at. */
export function unreadAtHand(): void {
  const row = ticketAtHand() ?? (route.value.page === null ? rows.value.get(activeId.value ?? 0) : undefined);
  if (!row) return;
  if (route.value.ticket === row.id) go({ ticket: null });
  queueMicrotask(() => document.querySelector<HTMLElement>(".list")?.focus());
  markUnread(row);
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
