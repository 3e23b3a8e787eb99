/** When a ticket changes hands: agents who leave, teams that help out, closing time, usual agents. */
import { workspace } from "../session";
import { t } from "../text";
import { CLOSED, LEAVING } from "./routing_types";
import type { Calendar } from "./sla_types";
import { Choose, Maybe, Whole, type Parts } from "./team_rules_fields";

const NONE = "";
const DAY_MIN = 1_440;

export function LeavingRules({ rules, set, problems }: Parts) {
  const choices = LEAVING.map((value) => ({ value, label: t(`routing.leaving.${value}`) }));
  return (
    <details>
      <summary>{t("routing.leaving")}</summary>
      <div class="rule-pair">
        <Choose name="on-offline" label={t("routing.on_offline")} value={rules.on_offline} choices={choices} onChoose={(on_offline) => set({ on_offline })} />
        {rules.on_offline !== "keep" && <Whole name="offline-grace" label={t("routing.grace")} value={rules.offline_grace_min} max={DAY_MIN} problem={problems["offline_grace_min"]} onNumber={(offline_grace_min) => set({ offline_grace_min })} />}
      </div>
      <div class="rule-pair">
        <Choose name="on-away" label={t("routing.on_away")} value={rules.on_away} choices={choices} onChoose={(on_away) => set({ on_away })} />
        {rules.on_away !== "keep" && <Whole name="away-grace" label={t("routing.grace")} value={rules.away_grace_min} max={DAY_MIN} problem={problems["away_grace_min"]} onNumber={(away_grace_min) => set({ away_grace_min })} />}
      </div>
      <Whole name="late-margin" label={t("routing.late_margin")} value={rules.late_margin_min} max={DAY_MIN} problem={problems["late_margin_min"]} onNumber={(late_margin_min) => set({ late_margin_min })} />
    </details>
  );
}

export function OverflowRules({ rules, set, problems }: Parts) {
  const teams = (workspace.value?.teams ?? []).filter(({ id }) => id !== rules.team_id);
  const choices = [{ value: NONE, label: t("routing.none") }, ...teams.map(({ id, name }) => ({ value: String(id), label: name }))];
  return (
    <details open={rules.overflow_team_id !== null}>
      <summary>{t("routing.overflow")}</summary>
      <div class="rule-pair">
        <Choose name="overflow-team" label={t("routing.overflow_team")} value={String(rules.overflow_team_id ?? NONE)} choices={choices} problem={problems["overflow_team_id"]} onChoose={(id) => set({ overflow_team_id: id === NONE ? null : Number(id) })} />
        {rules.overflow_team_id !== null && <Whole name="overflow-after" label={t("routing.overflow_after")} value={rules.overflow_after_min} max={10_080} problem={problems["overflow_after_min"]} onNumber={(overflow_after_min) => set({ overflow_after_min })} />}
      </div>
    </details>
  );
}

export function HoursRules({ rules, set, problems, calendars }: Parts & { calendars: readonly Calendar[] }) {
  const choices = [{ value: NONE, label: t("routing.always") }, ...calendars.map(({ id, name }) => ({ value: String(id), label: name }))];
  const choose = (id: string): void => set(id === NONE ? { calendar_id: null, out_of_hours: "route" } : { calendar_id: Number(id) });
  return (
    <details open={rules.calendar_id !== null}>
      <summary>{t("routing.hours")}</summary>
      <div class="rule-pair">
        <Choose name="calendar" label={t("routing.calendar")} value={String(rules.calendar_id ?? NONE)} choices={choices} problem={problems["calendar_id"]} onChoose={choose} />
        {rules.calendar_id !== null && <Choose name="out-of-hours" label={t("routing.out_of_hours")} value={rules.out_of_hours} choices={CLOSED.map((value) => ({ value, label: t(`routing.closed.${value}`) }))} onChoose={(out_of_hours) => set({ out_of_hours })} />}
      </div>
    </details>
  );
}

export function StickyRules({ rules, set, problems }: Parts) {
  return (
    <details open={rules.sticky_days !== null || rules.sticky_wait_min !== null}>
      <summary>{t("routing.sticky")}</summary>
      <Maybe name="sticky-days" label={t("routing.sticky_days")} help={t("routing.sticky_days_help")} max={365} value={rules.sticky_days} problem={problems["sticky_days"]} onNumber={(sticky_days) => set({ sticky_days })} />
      <Maybe name="sticky-wait" label={t("routing.sticky_wait")} help={t("routing.sticky_wait_help")} max={DAY_MIN} value={rules.sticky_wait_min} problem={problems["sticky_wait_min"]} onNumber={(sticky_wait_min) => set({ sticky_wait_min })} />
    </details>
  );
}
