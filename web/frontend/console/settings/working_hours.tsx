/** By which calendar somebody works: near the end of their shift they are given less. */
import { t } from "../text";
import { listIn, useData } from "./data";
import type { Calendar } from "./sla_types";
import { Choose } from "./team_rules_fields";

const NONE = "";

export function WorkingHours({ value, onChoose, problem }: { value: number | null; onChoose: (id: number | null) => void; problem: string | undefined }) {
  const calendars = listIn<Calendar>(useData<Calendar[] | Record<string, unknown>>("/api/calendars").value, "calendars") ?? [];
  const choices = [{ value: NONE, label: t("routing.none") }, ...calendars.map(({ id, name }) => ({ value: String(id), label: name }))];
  return <Choose name="calendar" label={t("routing.working_hours")} help={t("routing.working_hours_help")} value={String(value ?? NONE)} choices={choices} problem={problem} onChoose={(id) => onChoose(id === NONE ? null : Number(id))} />;
}
