/** A fact of the timeline in a sentence; null for facts that the messages themselves show. */
import { agentName, teamOf, workspace } from "../session";
import type { Entry } from "../store/types";
import { tagsWith } from "../tags_known";
import { known, languageName, t, when } from "../text";
import { statusName, typeName } from "../ticket/names";
import { skillName } from "../ticket/reasons";

const SHOWN_ELSEWHERE = /^(message|note|reply|draft|read|delivery|typing|presence|attachment|inbound)\./;

export function entryText(entry: Entry): string | null {
  if (SHOWN_ELSEWHERE.test(entry.kind)) return null;
  const { to_agent_id, agent_id, to, from_agent_id, asked_id } = entry.data;
  const params = { who: actorName(entry), to: valueName(entry, to), what: whatOf(entry), agent: agentName(idOf(to_agent_id ?? agent_id ?? to ?? from_agent_id ?? asked_id)) };
  const variant = variantOf(entry);
  const text = (variant && known("entry.", `${entry.kind}.${variant}`, params)) ?? known("entry.", entry.kind, params);
  return text ?? `${actorName(entry)}: ${entry.kind.replaceAll(/[._]/g, " ")}`;
}

export function actorName({ actor }: Entry): string {
  if (actor.kind === "agent") return actor.name ?? agentName(actor.id);
  if (actor.kind === "customer") return actor.name ?? t("author.customer");
  return t(`actor.${actor.kind}`);
}

/** One kind may read differently by who did it or what it led to. */
function variantOf({ kind, actor, data }: Entry): string | null {
  if (kind === "approval.answered") return String(data["answer"]);
  if (kind === "ticket.split") return data["is_new"] ? "new" : null;
  if (kind === "ticket.unassigned" && /^(missed|declined|agent_)/.test(String(data["reason"]))) return String(data["reason"]);
  if (kind === "ticket.transferred") return data["to_agent_id"] ? "agent" : data["skill_id"] ? "skill" : "team";
  if (kind === "ticket.assigned") {
    if (data["offer_until"]) return "offered";
    if (actor.kind === "routing" || data["by"] === "routing") return "routing";
    return actor.kind === "agent" && (data["to_agent_id"] ?? data["agent_id"] ?? data["to"]) === actor.id ? "self" : null;
  }
  if (kind === "ticket.woken") return String(data["reason"]);
  if (kind === "ticket.tags_changed") return tagNames(data["added"]) ? null : "removed";
  if (kind.startsWith("sla.")) return String(data["target"]);
  if (data["to"] === null && "to" in data) return "none";
  if (actor.kind === "rule" || actor.kind === "system" || actor.kind === "routing") return "auto";
  return null;
}

function whatOf({ kind, data }: Entry): string {
  if (kind === "ticket.transferred") return data["skill_id"] ? skillName(String(data["skill_id"])) : (teamOf(idOf(data["to_team_id"]))?.name ?? "");
  if (kind === "ticket.snoozed") return when.moment(String(data["until"]));
  if (kind === "ticket.tags_changed") return tagNames(data["added"]) || tagNames(data["removed"]);
  if (kind.startsWith("approval.")) return [data["question"], data["reason"]].filter(Boolean).join(" — ");
  if (data["macro"]) return String(data["macro"]);
  if (kind === "automation.ran") return ranText(data);
  if (data["other_number"]) return `#${String(data["other_number"])}`;
  if (kind !== "ticket.classified") return "";
  const type = nameIn(workspace.value?.types, data["type_id"], typeName);
  const language = data["language"] ? languageName(String(data["language"])) : "";
  const told = [type, known("priority.", String(data["priority"])), teamOf(idOf(data["team_id"]))?.name, language].filter(Boolean).join(" · ");
  const reasons = reasonsOf(data["reasons"] as readonly Decided[] | undefined);
  return reasons ? `${told} (${reasons})` : told;
}

interface Decided { readonly by: string; readonly rule?: string; readonly matched?: string; readonly sure?: number; readonly words?: readonly string[] }

/** Which rules decided, or which words what was learnt has recognised; each once. */
function reasonsOf(decided: readonly Decided[] = []): string {
  const told = decided.map(({ by, rule, matched, sure, words }) => by === "learnt" ? t("entry.by.learnt", { percent: Math.floor((sure ?? 0) * 100), words: (words ?? []).join(", ") }) : rule ? t("entry.by.rule", { name: by === "segment_ids" ? `${rule}: ${matched}` : rule }) : "");
  return [...new Set(told.filter(Boolean))].join("; ");
}

function valueName({ kind }: Entry, value: unknown): string {
  const desk = workspace.value;
  if (/status|resolved|reopened|closed/.test(kind)) return nameIn(desk?.statuses, value, statusName);
  if (/type/.test(kind)) return nameIn(desk?.types, value, typeName);
  if (/team/.test(kind)) return teamOf(idOf(value))?.name ?? "";
  if (/assigned/.test(kind)) return agentName(idOf(value));
  if (/priority/.test(kind)) return known("priority.", String(value)) ?? String(value);
  return value == null ? "" : String(value);
}

function nameIn<T extends { id: number; key: string | null; name: string }>(list: readonly T[] | undefined, value: unknown, name: (one: T) => string): string {
  const found = list?.find((one) => one.id === value || one.key === value);
  return found ? name(found) : String(value ?? "");
}

function idOf(value: unknown): number | null {
  return typeof value === "number" ? value : null;
}

function tagNames(ids: unknown): string {
  const named = ids as number[];
  const tags = tagsWith(named);
  return [...new Set(named.map((id) => tags.find((tag) => tag.id === id)?.name))].join(", ");
}

/** "VIP": set the priority, ✗ write to the customer (a ticket is created) */
function ranText({ name, done, why }: Entry["data"]): string {
  const steps = (done as { do: string; ok: boolean }[]).map(({ do: kind, ok }) => `${ok ? "" : "✗ "}${known("ran.do.", kind) ?? ""}`);
  return `${t("ran.quoted", { name: String(name) })}: ${steps.join(", ")} (${known("ran.on.", String((why as { on: string }).on)) ?? ""})`;
}
