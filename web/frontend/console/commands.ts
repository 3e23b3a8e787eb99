/** What can be done from anywhere, and what lies over the desk; palette/commands.ts lists it all. */
import { signal } from "@preact/signals";
import { setAssignee, take } from "./actions";
import { go, route } from "./route";
import { myId, rows } from "./session";
import type { Row } from "./store/types";
import { t } from "./text";
import { tell, toast } from "./toasts";

export type Overlay = "palette" | "shortcuts" | "tour" | "macros" | null;
export const overlay = signal<Overlay>(null);

let typedAhead = "";

/** What is typed while it still loads is meant for it, not for the text behind. */
export function typeAhead(letter: string): void {
  typedAhead += letter;
}

export function takeTypedAhead(): string {
  const typed = typedAhead;
  typedAhead = "";
  return typed;
}

export function openPalette(): void {
  takeTypedAhead();
  overlay.value = "palette";
}

export function openMacros(): void {
  takeTypedAhead();
  overlay.value = "macros";
}

export function openShortcuts(): void {
  overlay.value = "shortcuts";
}

/** A dialog tells that it has closed a moment later: the other one may be open by then. */
export function closed(which: Overlay): void {
  if (overlay.value === which) overlay.value = null;
}

export function openSearch(): void {
  go({ page: "search", query: route.value.page === "search" ? route.value.query : "" });
}

export async function signOut(): Promise<void> {
  await import("./leaving").then(({ leave }) => leave()).catch(tell);
}

/** The ticket on the screen; settings and search have none. */
export function ticketAtHand(): Row | undefined {
  const { ticket, page } = route.value;
  return ticket === null || page !== null ? undefined : rows.value.get(ticket);
}

export function focusField(name: "status" | "priority" | "assignee" | "type" | "team"): void {
  const field = document.getElementById(`field-${name}`) as HTMLSelectElement | null;
  if (!field) return;
  goBackAfter(field, document.activeElement);
  field.focus();
  try {
    field.showPicker();
  } catch {
    // not every browser opens it by script; it has the focus
  }
}

/** Once something is chosen, or its choices are closed, keys are commands again: a letter must not choose somebody by their name. */
function goBackAfter(field: HTMLSelectElement, before: Element | null): void {
  const end = new AbortController();
  const back = (): void => {
    end.abort();
    const place = before instanceof HTMLElement && before.isConnected && before !== document.body ? before : document.querySelector<HTMLElement>(".timeline");
    place ? place.focus({ preventScroll: true }) : field.blur();
  };
  const { signal } = end;
  field.addEventListener("change", back, { signal });
  field.addEventListener("blur", () => end.abort(), { signal });
  field.addEventListener("keydown", (event) => {
    if (event.code === "Escape") return (event.preventDefault(), event.stopPropagation(), back());
    if (event.key.length !== 1 || event.key === " " || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    back();
    document.activeElement?.dispatchEvent(new KeyboardEvent("keydown", { key: event.key, code: event.code, shiftKey: event.shiftKey, bubbles: true, cancelable: true }));
  }, { signal });
}

export function toMe(): void {
  const row = ticketAtHand();
  if (row && row.assignee_id !== myId()) void (row.assignee_id === null ? take(row.id) : setAssignee(row.id, myId()));
}

export async function copyLink(): Promise<void> {
  const row = ticketAtHand();
  if (!row) return;
  const link = `${location.origin}/?ticket=${row.id}`;
  // plain http has no clipboard: then the toast shows what to take along
  await navigator.clipboard?.writeText(link).then(() => toast(t("toast.link_copied")), tell) ?? toast(link);
}
