/** The keyboard map: physical keys, so that it works in any layout; letters only outside text fields. */
import { moveTo } from "./actions";
import { copyLink, focusField, openMacros, openPalette, openSearch, openShortcuts, overlay, ticketAtHand, toMe, typeAhead } from "./commands";
import { focusComposer } from "./composer/mode";
import { keyMap, nameOf, type CommandId } from "./key_map";
import { isPanelOpen, isSidebarOpen } from "./layout";
import { forwardAtHand, writeFirstAtHand, writeMail } from "./letter/open";
import { activeId, extend, moveActive, openStep, openTicket, pick, pickAll, picked, setActiveAt } from "./list/navigation";
import { followAtHand, snoozeAtHand, tagAtHand, unreadAtHand } from "./lists/open";
import { takeLostFocus } from "./lost_focus";
import { joinAtHand } from "./merging/open";
import { releaseList, shownOrder } from "./order_hold";
import { answerOffer, askNext, mayAsk, passOn } from "./routing/commands";
import { resolveAndGoOn } from "./resolve";
import { go, route } from "./route";
import { isSupervisor, myTeams, preferences } from "./session";
import { isActive } from "./store/views";
import { t } from "./text";
import { findAtHand } from "./timeline/finding";
import { dismiss, toasts } from "./toasts";
import { undoable, undoSend } from "./undo";
import { VIEWS } from "./view_names";

const SEQUENCE_MS = 1_200;

const ACTS: Record<CommandId, () => void> = {
  search: openSearch,
  next_row: () => inList(() => moveActive(1)),
  previous_row: () => inList(() => moveActive(-1)),
  take_next: takeNext,
  tags: tagAtHand,
  pass_on: passOn,
  snooze: snoozeAtHand,
  follow: followAtHand,
  unread: unreadAtHand,
  pick: () => inList(() => pick(activeId.value ?? moveActive(1))),
  pick_next: () => inList(() => extend(1)),
  pick_previous: () => inList(() => extend(-1)),
  reply: () => ticketAtHand() && focusComposer("reply"),
  note: () => ticketAtHand() && focusComposer("note"),
  write_mail: writeMail,
  first: writeFirstAtHand,
  forward: forwardAtHand,
  find: findAtHand,
  assign: () => focusField("assignee"),
  to_me: toMe,
  priority: () => focusField("priority"),
  status: () => focusField("status"),
  resolve: () => resolve("preference"),
  resolve_next: () => resolve("next"),
  macro: () => ticketAtHand() && openMacros(),
  join: joinAtHand,
  previous: () => openStep(-1),
  next: () => openStep(1),
  panel: () => (isPanelOpen.value = !isPanelOpen.value),
  copy: () => void copyLink(),
  go_all: () => go({ view: "all", ticket: null }),
  go_mine: () => go({ view: "mine", ticket: null }),
  go_unassigned: () => go({ view: "unassigned", ticket: null }),
  go_waiting: () => go({ view: "waiting", ticket: null }),
  go_customers: () => go({ page: "customers", query: "" }),
  go_settings: () => go({ page: "settings" }),
  go_reports: () => isSupervisor() && go({ page: "reports", query: "" }),
  go_board: () => isSupervisor() && go({ page: "board", query: "" }),
  accept_offer: () => answerOffer("accept"),
  decline_offer: () => answerOffer("decline"),
};
/** Keys that stay where they are, in the list and on a ticket. */
const FIXED: Record<string, () => void> = {
  Enter: () => activeId.value !== null && openTicket(activeId.value),
  Home: () => inList(() => setActiveAt(0)),
  End: () => inList(() => setActiveAt(-1)),
};
const ON_ALL_PAGES = /^(go_|search$|.*_offer$)/;

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
  else if ((overlay.value === "palette" || overlay.value === "macros") && !event.ctrlKey && !event.metaKey && !event.altKey) run(event, () => event.key.length === 1 && typeAhead(event.key));
}

function letter(event: KeyboardEvent, target: Element): void {
  const name = nameOf(event);
  // "?" is typed differently in many layouts: what it says counts, not only where it is
  if (event.key === "?" || name === "Shift+/") return run(event, openShortcuts);
  if (name in FIXED) return fixed(event, target, name);
  const keys = prefix + name;
  endSequence();
  const command = keyMap.value.at.get(keys);
  if (command && (route.value.page === null || ON_ALL_PAGES.test(command))) return run(event, ACTS[command]);
  if (keys === "G") beginSequence("G ");
}

function fixed(event: KeyboardEvent, target: Element, name: string): void {
  endSequence();
  if (route.value.page !== null || target.closest(OWN_ENTER) || (name !== "Enter" && target.closest(".timeline, .history-list"))) return;
  run(event, FIXED[name]!);
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
