/** The keyboard map: physical keys, so that it works in any layout; letters only outside text fields. */
import { moveTo } from "./actions";
import { copyLink, focusField, openPalette, openSearch, openShortcuts, overlay, ticketAtHand, toMe, typeAhead } from "./commands";
import { focusComposer } from "./composer/mode";
import { isPanelOpen, isSidebarOpen } from "./layout";
import { forwardAtHand, writeFirstAtHand, writeMail } from "./letter/open";
import { activeId, extend, moveActive, openStep, openTicket, pick, pickAll, picked, setActiveAt } from "./list/navigation";
import { followAtHand, snoozeAtHand, tagAtHand, unreadAtHand } from "./lists/open";
import { takeLostFocus } from "./lost_focus";
import { joinAtHand } from "./merging/open";
import { releaseList, shownOrder } from "./order_hold";
import { askNext, mayAsk, passOn } from "./routing/commands";
import { resolveAndGoOn } from "./resolve";
import { go, route } from "./route";
import { isSupervisor, myTeams, preferences } from "./session";
import { isActive } from "./store/views";
import { t } from "./text";
import { dismiss, toasts } from "./toasts";
import { undoable, undoSend } from "./undo";
import { VIEWS } from "./view_names";

const SEQUENCE_MS = 1_200;

/** Written as people press them: modifiers in this order, then the code without "Key" or "Digit". */
const KEYS: Record<string, () => void> = {
  "/": openSearch,
  "Shift+/": openShortcuts,
  J: () => inList(() => moveActive(1)),
  K: () => inList(() => moveActive(-1)),
  Enter: () => activeId.value !== null && openTicket(activeId.value),
  ".": takeNext,
  T: tagAtHand,
  "Shift+T": passOn,
  Z: snoozeAtHand,
  W: followAtHand,
  U: unreadAtHand,
  X: () => inList(() => pick(activeId.value ?? moveActive(1))),
  "Shift+J": () => inList(() => extend(1)),
  "Shift+K": () => inList(() => extend(-1)),
  R: () => ticketAtHand() && focusComposer("reply"),
  N: () => ticketAtHand() && focusComposer("note"),
  C: writeMail,
  "Shift+C": writeFirstAtHand,
  F: forwardAtHand,
  A: () => focusField("assignee"),
  I: toMe,
  P: () => focusField("priority"),
  S: () => focusField("status"),
  E: () => resolve("preference"),
  M: () => ticketAtHand() && (overlay.value = "macros"),
  "Shift+M": joinAtHand,
  "Shift+E": () => resolve("next"),
  "[": () => openStep(-1),
  "]": () => openStep(1),
  "\\": () => (isPanelOpen.value = !isPanelOpen.value),
  Y: () => void copyLink(),
  Home: () => inList(() => setActiveAt(0)),
  End: () => inList(() => setActiveAt(-1)),
  "G I": () => go({ view: "all", ticket: null }),
  "G M": () => go({ view: "mine", ticket: null }),
  "G U": () => go({ view: "unassigned", ticket: null }),
  "G W": () => go({ view: "waiting", ticket: null }),
  "G C": () => go({ page: "customers", query: "" }),
  "G S": () => go({ page: "settings" }),
  "G R": () => isSupervisor() && go({ page: "reports", query: "" }),
  "G B": () => isSupervisor() && go({ page: "board", query: "" }),
};

const NAMES: Record<string, string> = { Slash: "/", Period: ".", BracketLeft: "[", BracketRight: "]", Backslash: "\\", IntlBackslash: "\\" };
const TEXT_FIELDS = "input:not([type=checkbox]):not([type=radio]):not([type=button]), textarea, select, [contenteditable]";
const OWN_ENTER = "button, a, summary, [role=option], [role=listbox]";

let prefix = "";
let prefixTimer: ReturnType<typeof setTimeout> | undefined;

export function startKeys(): void {
  addEventListener("keydown", onKeyDown);
}

function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || document.querySelector("dialog[open]")) return;
  if ((event.ctrlKey || event.metaKey) && event.code === "KeyK" && !event.shiftKey && !event.altKey) return run(event, openPalette);
  if (overlay.value) return onItsWay(event);
  if (event.altKey && !event.ctrlKey && !event.metaKey && /^Digit[1-9]$/.test(event.code)) return run(event, () => goToView(Number(event.code.at(-1)) - 1));
  if (event.code === "Escape") return escape(event);
  if ((event.ctrlKey || event.metaKey) && event.code === "KeyZ" && !event.shiftKey && !event.altKey) return takeBack(event);
  const target = event.target as Element;
  if ((event.ctrlKey || event.metaKey) && event.code === "KeyA" && !event.shiftKey && !event.altKey && target.closest(".list")) return run(event, pickAll);
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (!preferences.value.shortcuts || target.closest(TEXT_FIELDS)) return;
  letter(event, target);
}

function onItsWay(event: KeyboardEvent): void {
  if (event.code === "Escape") run(event, () => (overlay.value = null));
  else if (overlay.value === "palette" && !event.ctrlKey && !event.metaKey && !event.altKey) run(event, () => event.key.length === 1 && typeAhead(event.key));
}

function letter(event: KeyboardEvent, target: Element): void {
  // "?" is typed differently in many layouts: what it says counts, not only where it is
  if (event.key === "?") return run(event, openShortcuts);
  const name = NAMES[event.code] ?? event.code.replace(/^(Key|Digit)/, "");
  if ((name === "Enter" || name === "Home" || name === "End") && (target.closest(OWN_ENTER) || (name !== "Enter" && target.closest(".timeline, .history-list")))) return;
  const keys = `${prefix}${event.shiftKey ? "Shift+" : ""}${name}`;
  endSequence();
  const action = KEYS[keys];
  if (action && (route.value.page === null || /^(G |\/|Shift\+\/)/.test(keys))) return run(event, action);
  if (keys === "G") beginSequence("G ");
}

function beginSequence(next: string): void {
  prefix = next;
  prefixTimer = setTimeout(endSequence, SEQUENCE_MS);
}

function endSequence(): void {
  clearTimeout(prefixTimer);
  prefix = "";
}

function run(event: Event, action: () => void): void {
  event.preventDefault();
  action();
}

function escape(event: KeyboardEvent): void {
  const target = event.target as HTMLElement;
  if (isSidebarOpen.value) isSidebarOpen.value = false;
  else if (picked.value.size > 0 && !target.closest(TEXT_FIELDS)) (picked.value = new Set()), setTimeout(takeLostFocus);
  else if (target.closest(TEXT_FIELDS)) target.blur();
  else if (route.value.page !== null) go({});
  else if (route.value.ticket !== null) backToList();
  else return;
  event.preventDefault();
}

function backToList(): void {
  go({ ticket: null });
  queueMicrotask(() => document.querySelector<HTMLElement>(".list")?.focus());
}

/** Where the row is, the focus is: Enter must not press what was clicked before. */
function inList(move: () => void): void {
  move();
  document.querySelector<HTMLElement>(".list")?.focus({ preventScroll: true });
}

/** What the newest note on the screen offers to take back, or a reply that was begun in another tab; in a text the browser takes back what was typed. */
function takeBack(event: KeyboardEvent): void {
  if ((event.target as Element).closest(TEXT_FIELDS)) return;
  // browsers would take back what was typed last, in a box that does not have the focus
  event.preventDefault();
  const offer = toasts.value.findLast(({ action }) => action?.label === t("action.undo"));
  if (offer?.action) {
    dismiss(offer.id);
    return offer.action.run();
  }
  const { page, ticket } = route.value;
  const unsent = page === null && ticket !== null ? undoable(ticket) : undefined;
  if (unsent) void undoSend(unsent);
}

function goToView(at: number): void {
  const view = [...VIEWS, ...myTeams.value.map((team) => `team:${team.id}`)][at];
  if (view) go({ view, ticket: null });
}

function resolve(how: "preference" | "next"): void {
  const row = ticketAtHand();
  if (!row) return;
  if (isActive(row.category)) void resolveAndGoOn(row.id, how === "next" ? { next: "next" } : {});
  else void moveTo(row.id, "open");
}

/** Where the team's agents ask for their tickets, the most pressing one; elsewhere the first of the view. */
function takeNext(): void {
  if (mayAsk.value) return askNext();
  releaseList();
  const id = shownOrder.value.ids[0];
  if (id !== undefined) openTicket(id);
}
