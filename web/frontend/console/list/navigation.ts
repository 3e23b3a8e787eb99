/** Moving through the list by key: from the toolbar of keys as from the list itself. */
import { signal } from "@preact/signals";
import { shownOrder } from "../order_hold";
import { go, route } from "../route";

/** The row that has the list's attention; opening makes it the ticket at hand. */
export const activeId = signal<number | null>(null);

/** The rows chosen to be changed together. */
export const picked = signal<ReadonlySet<number>>(new Set());

export function pick(id: number | null): void {
  if (id === null) return;
  const next = new Set(picked.value);
  if (!next.delete(id)) next.add(id);
  picked.value = next;
}

export function pickAll(): void {
  picked.value = new Set(shownOrder.value.ids);
}

/** Move and take the rows on the way along. */
export function extend(step: number): void {
  const from = activeId.value;
  picked.value = new Set([...picked.value, from, moveActive(step)].filter((id) => id !== null));
}

export function moveActive(step: number): number | null {
  const { ids } = shownOrder.value;
  if (ids.length === 0) return null;
  const from = ids.indexOf(activeId.value ?? route.value.ticket ?? -1);
  const to = from < 0 ? (step > 0 ? 0 : ids.length - 1) : Math.max(0, Math.min(ids.length - 1, from + step));
  return setActiveAt(to);
}

export function setActiveAt(at: number): number | null {
  const id = shownOrder.value.ids.at(at) ?? null;
  activeId.value = id;
  return id;
}

export function openTicket(id: number): void {
  activeId.value = id;
  go({ ticket: id });
}

/** Previous or next ticket at once. */
export function openStep(step: number): void {
  const id = moveActive(step);
  if (id !== null) go({ ticket: id });
}

/** The ticket after this one in the list as it is shown; asked before the ticket leaves the view. */
export function ticketAfter(id: number): number | null {
  const { ids } = shownOrder.value;
  const at = ids.indexOf(id);
  return (at < 0 ? ids[0] : (ids[at + 1] ?? ids[at - 1])) ?? null;
}
