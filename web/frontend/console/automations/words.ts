/** Rules in sentences. */
import { t, known, type Key } from "../text";
import type { Automation, Done, Step, Trigger } from "./types";

export const DAY_MIN = 1_440;

export function triggerText(trigger: Trigger): string {
  const what = t(`auto.on.${trigger.on}` as Key);
  if (trigger.minutes) return `${what}: ${span(trigger.minutes)}`;
  return trigger.on === "customer_date" ? `${what}: ${t(`auto.day.${trigger.date_kind ?? "birthday"}`)}` : what;
}

export function stepsText(steps: readonly Step[]): string {
  return steps.map((step) => stepName(step.do)).join(" · ");
}

export function stepName(kind: Step["do"] | ""): string {
  return known("auto.do.", kind) ?? "";
}

export function doneText({ do: kind, ok, code }: Done): string {
  if (ok) return stepName(kind);
  return [stepName(kind), known("auto.code.", code ?? "error") ?? t("auto.code.error")].filter(Boolean).join(": ");
}

export function usedText({ runs_last_week }: Automation): string {
  return runs_last_week > 0 ? t("auto.ran_week", { count: runs_last_week }) : t("auto.not_ran");
}

/** The largest unit that leaves no rest. */
export function unitOf(minutes: number): number {
  return minutes % DAY_MIN === 0 ? DAY_MIN : minutes % 60 === 0 ? 60 : 1;
}

function span(minutes: number): string {
  const unit = unitOf(minutes);
  const count = minutes / unit;
  return t(unit === DAY_MIN ? "auto.days" : unit === 60 ? "auto.hours" : "auto.minutes", { count });
}
