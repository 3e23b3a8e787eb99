/** Everything the palette offers, as it is now. */
import { moveTo, setPresence, setSpam } from "../actions";
import { copyLink, focusField, openMacros, openSearch, openShortcuts, signOut, ticketAtHand, toMe } from "../commands";
import { focusComposer } from "../composer/mode";
import { openCustomer } from "../customers/going";
import { openApproval, openCall, openPromise, openSide } from "../help/open";
import { restore, throwAway } from "../help/trash";
import { shownKey, type CommandId } from "../key_map";
import { isPanelOpen } from "../layout";
import { forwardAtHand, mailAtHand, mailboxes, writeFirstAtHand, writeMail } from "../letter/open";
import { openStep } from "../list/navigation";
import { followAtHand, snoozeAtHand, tagAtHand, unreadAtHand } from "../lists/open";
import { openJoin, openSplit } from "../merging/open";
import type { IconName } from "../parts/icon";
import { resolveAndGoOn } from "../resolve";
import { go } from "../route";
import { askNext, mayAsk, passOn } from "../routing/commands";
import { counts, isSupervisor, me, myId, myTeams } from "../session";
import { isActive } from "../store/views";
import { markSpam } from "../ticket/spam";
import { findAtHand } from "../timeline/finding";
import { modifier } from "../sidebar";
import { t } from "../text";
import { savedNames, VIEWS, viewName } from "../view_names";
import { MORE_VIEWS } from "../lists/names";
import { macros, runMacro } from "../writing/macros";

export interface Command {
  readonly id: string;
  readonly label: string;
  /** As shown to people; see ../key_map.ts for what it is bound to. */
  readonly keys?: string;
  /** Said beside it, and what it is about. */
  readonly hint?: string;
  readonly icon?: IconName;
  readonly run: () => void;
}

export function commands(): Command[] {
  return [...ticketCommands(), ...viewCommands(), ...deskCommands()];
}

function ticketCommands(): Command[] {
  const row = ticketAtHand();
  if (!row) return [];
  return [
    { id: "reply", label: t("command.reply"), keys: shownKey("reply"), run: () => focusComposer("reply") },
    { id: "note", label: t("command.note"), keys: shownKey("note"), run: () => focusComposer("note") },
    ...(row.assignee_id === myId() ? [] : [{ id: "to_me", label: t("command.to_me"), keys: shownKey("to_me"), run: toMe }]),
    ...(mailAtHand() ? [{ id: "forward", label: t("command.forward"), keys: shownKey("forward"), run: forwardAtHand }] : []),
    { id: "assign", label: t("command.assign"), keys: shownKey("assign"), run: () => focusField("assignee") },
    { id: "pass_on", label: t("transfer.command"), keys: shownKey("pass_on"), run: passOn },
    { id: "snooze", label: t("lists.snooze"), keys: shownKey("snooze"), run: snoozeAtHand },
    { id: "tags", label: t("lists.tags"), keys: shownKey("tags"), run: tagAtHand },
    { id: "follow", label: t("lists.follow"), keys: shownKey("follow"), run: followAtHand },
    { id: "unread", label: t("ticket.mark_unread"), keys: shownKey("unread"), run: unreadAtHand },
    { id: "status", label: t("command.status"), keys: shownKey("status"), run: () => focusField("status") },
    { id: "priority", label: t("command.priority"), keys: shownKey("priority"), run: () => focusField("priority") },
    { id: "find", label: t("find.title"), keys: shownKey("find"), run: findAtHand },
    { id: "macro", label: t("keys.macro"), keys: shownKey("macro"), run: openMacros },
    ...macros.value.map((macro) => ({ id: `macro ${macro.id}`, label: `${t("keys.macro")}: ${macro.name}`, run: () => void runMacro(macro, row.id) })),
    isActive(row.category)
      ? { id: "resolve", label: t("command.resolve"), keys: shownKey("resolve"), run: () => void resolveAndGoOn(row.id) }
      : { id: "reopen", label: t("command.reopen"), run: () => void moveTo(row.id, "open") },
    { id: "panel", label: t("command.panel"), keys: shownKey("panel"), run: () => (isPanelOpen.value = !isPanelOpen.value) },
    { id: "copy", label: t("command.copy_link"), keys: shownKey("copy"), run: () => void copyLink() },
    ...(row.merged_into_id == null ? [{ id: "join", label: t("ticket.join"), keys: shownKey("join"), run: () => openJoin(row.id) }] : []),
    ...(row.category === "closed" ? [] : [{ id: "split", label: t("ticket.split"), run: () => openSplit(row.id) }]),
    ...(isActive(row.category) ? [{ id: "ask_approval", label: t("approval.ask"), run: () => openApproval(row.id) }] : []),
    { id: "side", label: t("side.new"), run: () => openSide(row.id) },
    { id: "promise", label: t("promise.new"), run: () => openPromise(row.id) },
    { id: "send_more", label: t("send.more"), run: openSendMenu },
    { id: "first", label: t("first.command"), keys: shownKey("first"), run: writeFirstAtHand },
    { id: "call", label: t("command.call"), run: () => openCall(row.customer.id) },
    { id: "customer", label: t("command.customer"), run: () => openCustomer(row.customer.id) },
    { id: "spam", label: t(row.is_spam ? "ticket.not_spam" : "ticket.mark_spam"), run: () => void (row.is_spam ? setSpam(row.id, false) : markSpam(row)) },
    { id: "print", label: t("command.print"), keys: `${modifier()}+P`, run: () => print() },
    ...(row.merged_into_id == null ? [{ id: "trash", label: t(row.is_trashed ? "trash.restore" : "trash.delete"), run: () => void (row.is_trashed ? restore(row) : throwAway(row)) }] : []),
    { id: "next", label: t("command.next"), keys: shownKey("next"), run: () => openStep(1) },
    { id: "previous", label: t("command.previous"), keys: shownKey("previous"), run: () => openStep(-1) },
  ];
}

/** Sending later, or and on to the next: for who writes and does not want to leave the keyboard. */
function openSendMenu(): void {
  focusComposer("reply");
  requestAnimationFrame(() => document.querySelector<HTMLElement>(".send-more[aria-expanded=false]")?.click());
}

const VIEW_KEYS: Partial<Record<string, CommandId>> = { mine: "go_mine", unassigned: "go_unassigned", waiting: "go_waiting", all: "go_all" };

function viewCommands(): Command[] {
  const views = [...VIEWS, ...MORE_VIEWS, ...savedNames.value.keys(), ...myTeams.value.map((team) => `team:${team.id}`)];
  return views.map((view) => {
    const count = counts.value[view];
    const command = VIEW_KEYS[view];
    return { id: `view ${view}`, label: t("command.view", { view: viewName(view) }) + (count ? ` (${count})` : ""), run: () => go({ view, ticket: null }), ...(command && { keys: shownKey(command) }) };
  });
}

function deskCommands(): Command[] {
  return [
    ...(mailboxes().length > 0 ? [{ id: "write_mail", label: t("command.write_mail"), keys: shownKey("write_mail"), run: writeMail }] : []),
    ...(mayAsk.value ? [{ id: "ask_next", label: t("next.button"), keys: shownKey("take_next"), run: askNext }] : []),
    { id: "approvals", label: t("help.approvals"), run: () => go({ page: "help", query: "approvals" }) },
    { id: "sides", label: t("help.sides"), run: () => go({ page: "help", query: "sides" }) },
    { id: "view trash", label: t("command.view", { view: t("view.trash") }), run: () => go({ view: "trash", ticket: null }) },
    { id: "customers", label: t("sidebar.customers"), keys: shownKey("go_customers"), run: () => go({ page: "customers", query: "" }) },
    { id: "search", label: t("command.search"), keys: shownKey("search"), run: openSearch },
    ...(isSupervisor() ? [{ id: "board", label: t("sidebar.board"), keys: shownKey("go_board"), run: () => go({ page: "board", query: "" }) }] : []),
    ...(isSupervisor() ? [{ id: "reports", label: t("sidebar.reports"), keys: shownKey("go_reports"), run: () => go({ page: "reports", query: "" }) }] : []),
    { id: "settings", label: t("command.settings"), keys: shownKey("go_settings"), run: () => go({ page: "settings" }) },
    { id: "shortcuts", label: t("command.shortcuts"), keys: "?", run: openShortcuts },
    ...(["available", "busy", "away", "offline"] as const).map((status) => ({
      id: `presence ${status}`,
      label: t("command.presence", { status: t(`presence.${status}`) }),
      run: () => void setPresence(status),
    })),
    ...(me.value ? [{ id: "sign_out", label: t("command.sign_out"), run: () => void signOut() }] : []),
  ];
}
