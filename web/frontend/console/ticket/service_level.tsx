/** What was promised for a ticket, how it stands, and by which policy. */
import { Icon, type IconName } from "../parts/icon";
import { memo } from "../parts/memo";
import { now, workspace } from "../session";
import { lateIn, spansOf, stateOf, summaries, type ClockState, type Summary } from "../store/service_level";
import type { SlaClock } from "../store/types";
import { t, when } from "../text";

const ICONS: Record<ClockState, IconName> = { running: "clock", soon: "clock", late: "alert", paused: "pause", met: "circle_check", met_late: "alert" };

export const ServiceLevel = memo(function ServiceLevel({ clocks }: { clocks: readonly SlaClock[] }) {
  if (clocks.length === 0) return null;
  const lines = summaries(clocks);
  const policy = policyName(clocks);
  return (
    <section class="service-level" aria-label={t("sla.title")}>
      <h3>{t("sla.title")}{policy && <span class="muted"> · {policy}</span>}</h3>
      <dl>{lines.map((line) => <Line key={line.target} line={line} />)}</dl>
    </section>
  );
});

function Line({ line: { target, clock, before } }: { line: Summary }) {
  const state = stateOf(clock, now.value);
  return (
    <div class={`clock clock-${state}`}>
      <dt><Icon name={ICONS[state]} size={14} /> {t(`sla.${target}`)}</dt>
      <dd>
        <span class="clock-state">{stateText(clock, state)}</span>
        <Times clock={clock} />
        {before.length > 0 && <span class="muted">{t("sla.before", { count: before.length })}{lateIn(before) > 0 && `, ${t("sla.before_late", { count: lateIn(before) })}`}</span>}
      </dd>
    </div>
  );
}

function stateText({ due_at }: SlaClock, state: ClockState): string {
  if (state === "met" || state === "met_late" || state === "paused") return t(`sla.state_${state}`);
  if (due_at === null) return t("sla.state_late");
  const left = Date.parse(due_at) - now.value;
  return t(left < 0 ? "sla.late_by" : "sla.time_left", { time: spansOf(Math.abs(left)).map(when.span).join(" ") });
}

/** The moments that made it what it is. */
function Times({ clock: { due_at, met_at, paused_at, breached_at, target_minutes } }: { clock: SlaClock }) {
  return (
    <>
      {due_at !== null && met_at === null && <Time name={t("sla.due_at")} at={due_at} />}
      {met_at !== null && <Time name={t("sla.met_at")} at={met_at} />}
      {paused_at !== null && met_at === null && <Time name={t("sla.paused_at")} at={paused_at} />}
      {breached_at !== null && (met_at !== null || due_at === null) && <Time name={t("sla.breached_at")} at={breached_at} />}
      {target_minutes !== null && <span class="muted">{t("sla.promised", { time: spansOf(target_minutes * 60_000).map(when.span).join(" ") })}</span>}
    </>
  );
}

function Time({ name, at }: { name: string; at: string }) {
  return <span class="muted">{name} <time dateTime={at}>{when.moment(at)}</time></span>;
}

/** The policy of what is still owed, else of what came last. */
function policyName(clocks: readonly SlaClock[]): string | undefined {
  const clock = clocks.findLast(({ met_at }) => met_at === null) ?? clocks.at(-1);
  return workspace.value?.sla_policies?.find(({ id }) => id === clock?.policy_id)?.name;
}
