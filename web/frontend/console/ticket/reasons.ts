/** The router's reasons in the reader's words; one we do not know is shown as it came. */
import { agentName, agentOf, teamOf, workspace } from "../session";
import type { Priority, Reason, WaitingReason } from "../store/types";
import { known, languageName, t, when } from "../text";

const PRIORITIES: Record<number, Priority> = { 1: "urgent", 2: "high", 3: "normal", 4: "low" };

export function reasonText({ name, value }: Reason, agentId: number | null): string {
  const [kind, detail] = name.split(":") as [string, string | undefined];
  if (kind === "skill") return t("reason.skill", { name: skillName(detail ?? ""), value: String(value) });
  if (kind === "language" && agentOf(agentId)?.languages.length === 0) return t("reason.any_language");
  if (kind === "slack" && Number(value) < 0) return t("reason.late", { value: span(-Number(value)) });
  const text = known("reason.", `${kind}.${String(value)}`) ?? known("reason.", kind, { value: reasonValue(kind, value), count: Number(value) || 0 });
  return text ?? `${name.replaceAll("_", " ")}: ${String(value)}`;
}

function reasonValue(kind: string, value: unknown): string {
  if (kind === "language") return languageName(String(value));
  if (kind === "idle" || kind === "waited" || kind === "slack") return span(Number(value));
  if (kind === "load") return String(Math.round(Number(value) * 100));
  if (kind === "priority") return t(`priority.${PRIORITIES[Number(value)] ?? "normal"}`);
  if (kind === "runner_up" || kind === "usual_agent") return agentName(Number(value));
  return String(value ?? "");
}

function span(seconds: number): string {
  return when.span(seconds * 1000);
}

export function waitingText({ code, count, params, detail }: WaitingReason): string {
  const facts = { ...params, ...(typeof detail === "object" ? detail : detail !== undefined && { detail }) } as Record<string, unknown>;
  const what = facts["detail"] ?? facts["language"] ?? facts["skill"] ?? facts["skill_id"] ?? facts["agent_id"] ?? "";
  const text = known("waiting.", code, { count: count ?? Number(facts["agents"] ?? facts["count"] ?? 0), detail: detailText(code, what) });
  return text ?? code.replaceAll("_", " ");
}

function detailText(code: string, value: unknown): string {
  if (code === "lacks_language" || code === "suitable") return languageName(String(value) || "und");
  if (code === "kept_for_usual_agent") return agentName(Number(value));
  if (code === "overflowed") return teamOf(Number(value))?.name ?? "";
  if (code === "overflows_at" || code === "out_of_hours") return value ? when.moment(String(value)) : "";
  return skillName(String(value));
}

/** Skills are named by their id or by their name. */
export function skillName(word: string): string {
  return workspace.value?.skills.find(({ id }) => String(id) === word)?.name ?? word;
}
