/** Which fields a filter has, how each is asked about, and what its values are called. */
import { agentName, myId, workspace } from "../session";
import type { Choice } from "../parts/select";
import { languageName, t, type Key } from "../text";
import { statusName, typeName } from "../ticket/names";
import { customFields, customName, customOpName, customOps, customValues, firstValues, hasSegments, isCustom, segmentValues } from "./custom_filters";
import type { Condition, Op, Value } from "./saved";

type Kind = "choice" | "moment" | "flag" | "text" | "custom";
export const FIELDS: Readonly<Record<string, Kind>> = {
  status: "choice", category: "choice", priority: "choice", type: "choice", team: "choice", assignee: "choice", channel: "choice", channel_kind: "choice",
  tag: "choice", skill: "choice", language: "choice", rating: "choice", subject: "text",
  customer_name: "text", address: "text", organisation_name: "text", customer_tag: "choice", customer_language: "choice", segment: "choice", blocked: "flag",
  created: "moment", updated: "moment", last_message: "moment", waiting_since: "moment", due: "moment", resolved: "moment", closed: "moment",
  unread: "flag", mentioned: "flag", followed: "flag", snoozed: "flag", spam: "flag", has_file: "flag", breached: "flag", promised: "flag", awaits_approval: "flag",
};
const OPS: Readonly<Record<Exclude<Kind, "custom">, readonly Op[]>> = {
  choice: ["in", "not_in"],
  moment: ["within", "older_than", "after", "before", "is_set"],
  flag: ["is"],
  text: ["contains", "is_set"],
};
const DAY_MIN = 1_440;

export function kindOf(field: string): Kind {
  return isCustom(field) ? "custom" : (FIELDS[field] ?? "choice");
}

export function opsOf(field: string): readonly Op[] {
  const kind = kindOf(field);
  return kind === "custom" ? customOps(field) : OPS[kind];
}

/** All fields; the desk's own first, then those it has defined. */
export function fieldChoices(): Choice[] {
  const own = Object.keys(FIELDS).filter((field) => field !== "segment" || hasSegments());
  return [...own.map((value) => ({ value, label: fieldName(value) })), ...customFields()];
}

export function fieldName(field: string): string {
  return isCustom(field) ? customName(field) : t(`filter.${field}` as Key);
}

export function opName(field: string, op: Op): string {
  if (isCustom(field)) return customOpName(field, op);
  return t(field === "due" && (op === "within" || op === "older_than") ? `op.${op}_due` : `op.${op}`);
}

/** A condition to begin with when a field or an operator is chosen. */
export function fresh(field: string, op?: Op): Condition {
  const kind = kindOf(field);
  const chosen = op ?? opsOf(field)[0]!;
  if (kind === "custom") return { field, op: chosen, values: firstValues(field, chosen) };
  if (chosen === "is" || chosen === "is_set") return { field, op: chosen, values: [true] };
  if (chosen === "within" || chosen === "older_than") return { field, op: chosen, values: [field === "due" ? 60 : DAY_MIN] };
  if (kind === "moment") return { field, op: chosen, values: [new Date().toISOString().slice(0, 10)] };
  return { field, op: chosen, values: [] };
}

/** All that a field can be; the values travel as JSON, so that 3 and "3" stay apart. */
export function choicesOf(field: string): Choice[] {
  return valuesOf(field).map(([value, label]) => ({ value: JSON.stringify(value), label }));
}

export function valueName(field: string, value: Value): string {
  return valuesOf(field).find(([one]) => one === value)?.[1] ?? (value !== null && (field === "tag" || field === "customer_tag") ? t("tags.gone") : String(value ?? t("filter.none")));
}

function languages(): [Value, string][] {
  return ["en", "ru", "uk"].map((one) => [one, languageName(one)]);
}

function valuesOf(field: string): [Value, string][] {
  const desk = workspace.value;
  if (isCustom(field)) return customValues(field);
  if (!desk) return [];
  const none: [Value, string] = [null, t("filter.none")];
  const named = (list: readonly { id: number; name: string }[]): [Value, string][] => list.map(({ id, name }) => [id, name]);
  const lists: Record<string, () => [Value, string][]> = {
    status: () => desk.statuses.map((status) => [status.id, statusName(status)]),
    category: () => (["new", "open", "pending", "on_hold", "resolved", "closed"] as const).map((one) => [one, t(`category.${one}`)]),
    priority: () => (["urgent", "high", "normal", "low"] as const).map((one) => [one, t(`priority.${one}`)]),
    type: () => desk.types.map((type) => [type.id, typeName(type)]),
    team: () => [["me", t("filter.my_teams")], none, ...named(desk.teams)],
    assignee: () => [["me", t("filter.me")], none, ...desk.agents.filter(({ id, is_active }) => is_active && id !== myId()).map(({ id }): [Value, string] => [id, agentName(id)])],
    channel: () => named(desk.channels),
    channel_kind: () => (["webchat", "email", "telegram"] as const).map((one) => [one, t(`channel.${one}`)]),
    tag: () => [none, ...named(desk.tags)],
    customer_tag: () => [none, ...named(desk.tags)],
    rating: () => [none, ...[5, 4, 3, 2, 1].map((score): [Value, string] => [score, "★".repeat(score)])],
    skill: () => [none, ...named(desk.skills)],
    segment: segmentValues,
    language: languages,
    customer_language: languages,
  };
  return lists[field]?.() ?? [];
}
