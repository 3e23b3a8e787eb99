/** What came out of a replay: what happened, the same played again, and what would have been. */
import { useMemo } from "preact/hooks";
import { Icon } from "../parts/icon";
import { amount } from "../reports/words";
import { agentName } from "../session";
import { t, type Key } from "../text";
import { LazyPlot } from "./lazy_plot";
import type { Figures, Outcome, Plan, Replay, Run } from "./types";
import { changeWords, channelWord, few, halfHour, teamWords } from "./words";

const RUNS = ["real", "unchanged", "changed"] as const;
const ROWS = [
  ["tickets", "count"], ["answered", "count"], ["wait_p50_s", "seconds"], ["wait_p90_s", "seconds"], ["wait_mean_s", "seconds"], ["kept", "share"], ["late", "count"],
] as const;
const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

export function Result({ replay, outcome }: { replay: Replay; outcome: Outcome }) {
  const { calibration } = outcome;
  const share = (value: number | null): string => (value === null ? "–" : amount(Math.abs(value), "share"));
  return (
    <section class="planning-replay" aria-label={replay.name}>
      <h2>{replay.name}</h2>
      <PlanWords plan={replay.plan} />
      {outcome.is_cut && <p class="notice"><Icon name="alert" size={16} /> {t("planning.cut")}</p>}
      <AllRuns outcome={outcome} caption={`${t("planning.figure")}: ${replay.name}`} />
      <div class="said">
        <p><strong>{t(`planning.verdict_${calibration.verdict}` as Key)}</strong> {calibration.verdict !== "too_little" && t("planning.off", { p50: share(calibration.wait_p50_share), p90: share(calibration.wait_p90_share), kept: share(calibration.kept) })}</p>
        <p class="muted">{t("planning.how_to_read")}</p>
      </div>
      <HoursPlot outcome={outcome} />
      <Channels outcome={outcome} />
    </section>
  );
}

function PlanWords({ plan }: { plan: Plan }) {
  const parts = [
    ...(plan.rules && plan.rules !== "own" ? [t(`planning.rules_${plan.rules}` as Key)] : []),
    ...(plan.heads ?? []).map(changeWords),
    ...(plan.capacity_units === undefined ? [] : [t("planning.capacity_of", { count: plan.capacity_units })]),
    ...Object.entries(plan.limits ?? {}).map(([kind, count]) => t("planning.limit_of", { channel: channelWord(kind), count })),
    ...(plan.skills ?? []).map(({ agent_id, skill, level }) => t(level ? "planning.taught" : "planning.untaught", { name: agentName(agent_id), skill, level })),
    ...Object.entries(plan.teams ?? {}).map(([id, team]) => teamWords(Number(id), team)),
  ];
  return <p class="muted">{parts.length ? parts.join(" · ") : t("planning.nothing_changed")}</p>;
}

function Head({ first }: { first: string }) {
  return (
    <thead>
      <tr>
        <th scope="col">{first}</th>
        {RUNS.map((run) => <th key={run} scope="col" class="number">{t(`planning.run_${run}`)}</th>)}
      </tr>
    </thead>
  );
}

function AllRuns({ outcome, caption }: { outcome: Outcome; caption: string }) {
  const cell = (run: Run, key: keyof Figures, unit: "count" | "seconds" | "share"): string => amount(run.all[key], unit);
  return (
    <div class="report-table" tabIndex={0} role="region" aria-label={caption}>
      <table>
        <caption class="visually-hidden">{caption}</caption>
        <Head first={t("planning.figure")} />
        <tbody>
          {ROWS.map(([key, unit]) => (
            <tr key={key}>
              <th scope="row">{t(`planning.${key}`)}</th>
              {RUNS.map((run) => <td key={run} class="number">{cell(outcome[run], key, unit)}</td>)}
            </tr>
          ))}
          <tr>
            <th scope="row">{t("planning.busy")}</th>
            {RUNS.map((run) => <td key={run} class="number">{amount(outcome[run].busy ?? null, "share")}</td>)}
          </tr>
          <tr>
            <th scope="row">{t("planning.agent_hours")}</th>
            {RUNS.map((run) => <td key={run} class="number">{few(outcome[run].agent_hours ?? null)}</td>)}
          </tr>
        </tbody>
      </table>
    </div>
  );
}

function HoursPlot({ outcome }: { outcome: Outcome }) {
  const lines = useMemo(() => {
    const of = (run: Run): (number | null)[] => HOURS.map((hour) => run.by_hour[hour]?.wait_mean_s ?? null);
    return [
      { label: t("planning.run_real"), values: of(outcome.real), color: "--chart-1" as const },
      { label: t("planning.run_unchanged"), values: of(outcome.unchanged), color: "--chart-3" as const, dash: [4, 3] },
      { label: t("planning.run_changed"), values: of(outcome.changed), color: "--chart-2" as const },
    ];
  }, [outcome]);
  return <LazyPlot title={t("planning.hours_plot")} xs={HOURS} lines={lines} xName={t("planning.hour")} nameOf={(hour) => halfHour(hour * 2)} amountOf={(value) => amount(value, "seconds")} />;
}

function Channels({ outcome }: { outcome: Outcome }) {
  const kinds = Object.keys(outcome.real.by_channel);
  const said = (figures: Figures | undefined): string => (figures ? `${amount(figures.wait_p50_s, "seconds")} · ${amount(figures.kept, "share")}` : "–");
  return (
    <div class="report-table" tabIndex={0} role="region" aria-label={t("planning.by_channel")}>
      <table>
        <caption class="visually-hidden">{t("planning.by_channel")}</caption>
        <Head first={t("planning.by_channel")} />
        <tbody>
          {kinds.map((kind) => (
            <tr key={kind}>
              <th scope="row">{channelWord(kind)}</th>
              {RUNS.map((run) => <td key={run} class="number">{said(outcome[run].by_channel[kind])}</td>)}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
