/** What can be done from anywhere: by key, by palette, by button. */
import { signal } from "@preact/signals";
import { moveTo, setAssignee, setPresence, take } from "./actions";
import { api } from "./api";
import { focusComposer } from "./composer/mode";
import { isPanelOpen } from "./layout";
import { forwardAtHand, mailAtHand, mailboxes, writeMail } from "./letter/open";
import { openStep } from "./list/navigation";
import { stopLive } from "./live";
import { resolveAndGoOn } from "./resolve";
import { go, route } from "./route";
import { counts, me, myId, myTeams, rows } from "./session";
import { isActive } from "./store/views";
import type { Row } from "./store/types";
import { t } from "./text";
import { tell, toast } from "./toasts";
import { VIEWS, viewName } from "./view_names";

export type Overlay = "palette" | "shortcuts" | null;
export const overlay = signal<Overlay>(null);

export interface Command {
  readonly id: string;
  readonly label: string;
  /** As shown to people; see keys.ts for what it is bound to. */
  readonly keys?: string;
  readonly run: () => void;
}

export function openPalette(): void {
  overlay.value = "palette";
}

export function openShortcuts(): void {
  overlay.value = "shortcuts";
}

/** A dialog tells that it has closed a moment later: the other one may be open by then. */
export function closed(which: Overlay): void {
  if (overlay.value === which) overlay.value = null;
}

export function openSearch(): void {
  go({ page: "search", query: route.value.query });
}

export async function signOut(): Promise<void> {
  try {
    await api("DELETE", "/api/me/session");
    stopLive();
    location.assign("/sign-in");
  } catch (error) {
    tell(error);
  }
}

/** The ticket on the screen; settings and search have none. */
export function ticketAtHand(): Row | undefined {
  const { ticket, page } = route.value;
  return ticket === null || page !== null ? undefined : rows.value.get(ticket);
}

export function focusField(name: "status" | "priority" | "assignee" | "type" | "team"): void {
  const field = document.getElementById(`field-${name}`) as HTMLSelectElement | null;
  field?.focus();
  try {
    field?.showPicker();
  } catch {
    // not every browser opens it by script; it has the focus
  }
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

export function commands(): Command[] {
  return [...ticketCommands(), ...viewCommands(), ...deskCommands()];
}

function ticketCommands(): Command[] {
  const row = ticketAtHand();
  if (!row) return [];
  return [
    { id: "reply", label: t("command.reply"), keys: "R", run: () => focusComposer("reply") },
    { id: "note", label: t("command.note"), keys: "N", run: () => focusComposer("note") },
    ...(row.assignee_id === myId() ? [] : [{ id: "to_me", label: t("command.to_me"), keys: "I", run: toMe }]),
    ...(mailAtHand() ? [{ id: "forward", label: t("command.forward"), keys: "F", run: forwardAtHand }] : []),
    { id: "assign", label: t("command.assign"), keys: "A", run: () => focusField("assignee") },
    { id: "status", label: t("command.status"), keys: "S", run: () => focusField("status") },
    { id: "priority", label: t("command.priority"), keys: "P", run: () => focusField("priority") },
    isActive(row.category)
      ? { id: "resolve", label: t("command.resolve"), keys: "E", run: () => void resolveAndGoOn(row.id) }
      : { id: "reopen", label: t("command.reopen"), run: () => void moveTo(row.id, "open") },
    { id: "panel", label: t("command.panel"), keys: "\\", run: () => (isPanelOpen.value = !isPanelOpen.value) },
    { id: "copy", label: t("command.copy_link"), keys: "Y", run: () => void copyLink() },
    { id: "next", label: t("command.next"), keys: "]", run: () => openStep(1) },
    { id: "previous", label: t("command.previous"), keys: "[", run: () => openStep(-1) },
  ];
}

const VIEW_KEYS: Partial<Record<string, string>> = { mine: "G M", unassigned: "G U", waiting: "G W", all: "G I" };

function viewCommands(): Command[] {
  const views = [...VIEWS, ...myTeams.value.map((team) => `team:${team.id}`)];
  return views.map((view) => {
    const count = counts.value[view];
    const keys = VIEW_KEYS[view];
    return { id: `view ${view}`, label: t("command.view", { view: viewName(view) }) + (count ? ` (${count})` : ""), run: () => go({ view, ticket: null }), ...(keys && { keys }) };
  });
}

function deskCommands(): Command[] {
  return [
    ...(mailboxes().length > 0 ? [{ id: "write_mail", label: t("command.write_mail"), keys: "C", run: writeMail }] : []),
    { id: "search", label: t("command.search"), keys: "/", run: openSearch },
    { id: "settings", label: t("command.settings"), keys: "G S", run: () => go({ page: "settings" }) },
    { id: "shortcuts", label: t("command.shortcuts"), keys: "?", run: openShortcuts },
    ...(["available", "busy", "away", "offline"] as const).map((status) => ({
      id: `presence ${status}`,
      label: t("command.presence", { status: t(`presence.${status}`) }),
      run: () => void setPresence(status),
    })),
    ...(me.value ? [{ id: "sign_out", label: t("command.sign_out"), run: () => void signOut() }] : []),
  ];
}
