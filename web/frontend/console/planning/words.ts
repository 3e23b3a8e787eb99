/** Numbers and names of planning, in the reader's language. */
import { teamOf } from "../session";
import { known, locale, t } from "../text";
import type { Change, TeamPlan } from "./types";
import { weekday } from "../reports/words";

/** One digit after the point where there are few. */
export function few(value: number | null): string {
  if (value === null) return "–";
  return new Intl.NumberFormat(locale.value, { maximumFractionDigits: value < 100 ? 1 : 0 }).format(value);
}

/** "09:30" of a half-hour of the day; 48 is its end. */
export function halfHour(slot: number): string {
  return `${String(Math.floor(slot / 2)).padStart(2, "0")}:${Number.isInteger(slot) && slot % 2 ? "30" : "00"}`;
}

export function channelWord(kind: string): string {
  return known("planning.channel_", kind) ?? kind;
}

/** "Mon–Fri, 12:00–14:00: +2" */
export function changeWords({ days, begin, end, add, count }: Change): string {
  const number = add === undefined ? t("planning.exactly", { count: count ?? 0 }) : new Intl.NumberFormat(locale.value, { signDisplay: "always" }).format(add);
  return `${daysWords(days)}, ${halfHour(begin)}–${halfHour(end)}: ${number}`;
}

/** "Billing: who came first, helped by Support" */
export function teamWords(id: number, { order, most_open, overflow_team_id, overflow_after_min, out_of_hours, skills_by_type }: TeamPlan): string {
  const parts = [
    order && known("planning.order_", order),
    most_open != null && t("planning.team_most_of", { count: most_open }),
    overflow_team_id !== undefined && (overflow_team_id === null ? t("planning.team_nobody") : t("planning.team_helped_by", { team: teamOf(overflow_team_id)?.name ?? "" })),
    overflow_after_min !== undefined && t("planning.team_after_of", { count: overflow_after_min }),
    out_of_hours && known("planning.closed_", out_of_hours),
    skills_by_type && t("planning.team_skills"),
  ];
  return `${teamOf(id)?.name ?? id}: ${parts.filter(Boolean).join(", ")}`;
}

function daysWords(days: readonly number[]): string {
  const inRow = days.every((day, at) => at === 0 || day === days[at - 1]! + 1);
  if (inRow && days.length > 2) return `${weekday(days[0]!, "short")}–${weekday(days[days.length - 1]!, "short")}`;
  return days.map((day) => weekday(day, "short")).join(", ");
}
