/** What an agent does to a ticket: shown at once, taken back and told when the server says no. */
import { api, Problem } from "./api";
import { change } from "./live";
import { expect } from "./optimistic";
import { releaseList } from "./order_hold";
import { go } from "./route";
import { agentName, myId, myPresence, state, workspace } from "./session";
import { applyFrame } from "./store/apply";
import { loadRows } from "./store/load";
import type { Category, Presence, PresenceStatus, Priority, Row, SkillLevel } from "./store/types";
import { t } from "./text";
import { inWords, tell, toast } from "./toasts";

const NEWEST = Number.MAX_SAFE_INTEGER;

interface Act {
  method?: "PUT" | "DELETE";
  path: string;
  body?: unknown;
  patch: Partial<Row>;
}

/** Resolves to whether the server agreed. */
async function act(id: number, { method = "PUT", path, body, patch }: Act): Promise<boolean> {
  const takeBack = expect(id, patch);
  releaseList();
  try {
    const answer = await api<{ ticket?: Row } | undefined>(method, `/api/tickets/${id}/${path}`, body);
    const row = answer?.ticket;
    if (row) change((now) => loadRows(now, [row], NEWEST));
    return true;
  } catch (error) {
    refused(error);
    return false;
  } finally {
    takeBack();
    releaseList();
  }
}

function refused(error: unknown): void {
  if (error instanceof Problem && error.code === "taken") {
    toast(t("toast.taken", { name: agentName(Number(error.fields["agent_id"])) }), { kind: "error" });
  } else if (error instanceof Problem && error.code === "conflict") {
    toast(t("toast.taken_back", { reason: inWords(error) }), { kind: "error" });
  } else {
    tell(error);
  }
}

export function setStatus(id: number, statusId: number): Promise<boolean> {
  const status = workspace.value?.statuses.find((one) => one.id === statusId);
  return act(id, { path: "status", body: { status_id: statusId }, patch: { status_id: statusId, ...(status && { category: status.category }) } });
}

export async function moveTo(id: number, category: Category): Promise<boolean> {
  const status = firstStatus(category);
  return status ? setStatus(id, status) : false;
}

/** Resolve; the toast takes it back. */
export async function resolveTicket(id: number): Promise<boolean> {
  const row = state.value.rows.get(id);
  const before = row?.category === "new" ? firstStatus("open") : row?.status_id;
  if (!(await moveTo(id, "resolved"))) return false;
  const action = before === undefined ? undefined : { label: t("action.undo"), run: () => (go({ ticket: id }), void setStatus(id, before)) };
  toast(t("toast.resolved", { number: `#${row?.number ?? ""}` }), { action });
  return true;
}

function firstStatus(category: Category): number | undefined {
  const found = (workspace.value?.statuses ?? []).filter((status) => status.category === category);
  return found.sort((one, other) => one.position - other.position)[0]?.id;
}

export function setPriority(id: number, priority: Priority): Promise<boolean> {
  return act(id, { path: "priority", body: { priority }, patch: { priority } });
}

export function setType(id: number, typeId: number): Promise<boolean> {
  return act(id, { path: "type", body: { type_id: typeId }, patch: { type_id: typeId } });
}

export function setTeam(id: number, teamId: number | null): Promise<boolean> {
  return act(id, { path: "team", body: { team_id: teamId }, patch: { team_id: teamId } });
}

export function setSkills(id: number, skills: readonly SkillLevel[]): Promise<boolean> {
  return act(id, { path: "skills", body: { skills }, patch: {} });
}

export function setSubject(id: number, subject: string): Promise<boolean> {
  return act(id, { path: "subject", body: { subject }, patch: { subject } });
}

export function setAssignee(id: number, agentId: number | null): Promise<boolean> {
  return act(id, { path: "assignee", body: { agent_id: agentId }, patch: { assignee_id: agentId } });
}

/** Take a ticket that waits: fails when somebody was faster. */
export function take(id: number): Promise<boolean> {
  return act(id, { path: "assignment", body: {}, patch: { assignee_id: myId() } });
}

export function giveBack(id: number): Promise<boolean> {
  return act(id, { method: "DELETE", path: "assignment", patch: { assignee_id: null } });
}

/** What is thrown away is closed and taken from whoever has it; restored, it is as it was before. */
export function setTrash(id: number, isTrashed: boolean): Promise<boolean> {
  return isTrashed ? act(id, { path: "trash", body: {}, patch: { is_trashed: true, category: "closed", assignee_id: null } }) : act(id, { method: "DELETE", path: "trash", patch: { is_trashed: false } });
}

/** Spam is closed and taken from whoever has it; what is none goes into the queue. */
export function setSpam(id: number, isSpam: boolean): Promise<boolean> {
  return isSpam ? act(id, { path: "spam", body: {}, patch: { is_spam: true, category: "closed", assignee_id: null } }) : act(id, { method: "DELETE", path: "spam", patch: { is_spam: false } });
}

export async function setPresence(status: PresenceStatus, reason: string | null = null): Promise<void> {
  const before = myPresence.value;
  if (!before) return;
  const show = (presence: Presence): void => change((now) => applyFrame(now, { t: "presence", agents: [presence] }));
  show({ ...before, status, reason });
  try {
    await api("PUT", "/api/me/presence", { status, reason });
  } catch (error) {
    show(before);
    tell(error);
  }
}

let marking: Promise<unknown> = Promise.resolve();

/** One mark after the other: whoever goes through many tickets must not wait for those behind. */
export function markRead(id: number, messageId: number): void {
  const row = state.value.rows.get(id);
  if (!row || (row.read_id ?? 0) >= messageId) return;
  showRead(id, messageId);
  marking = marking.then(() => api("PUT", `/api/tickets/${id}/read`, { message_id: messageId }).catch(() => undefined));
}

/** For this agent alone, until they open it again. */
export function markUnread({ id, read_id = 0, last_message_id }: Row): void {
  showRead(id, -(last_message_id ?? 1));
  const asked = (): Promise<void> => api<{ message_id: number }>("DELETE", `/api/tickets/${id}/read`).then(({ message_id }) => showRead(id, message_id));
  marking = marking.then(asked).catch((error: unknown) => (showRead(id, read_id), tell(error)));
}

function showRead(id: number, message_id: number): void {
  change((now) => applyFrame(now, { t: "private", p: 0, kind: "read.marked", ticket: id, data: { message_id } }));
}
