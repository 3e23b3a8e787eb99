/** How many tickets will come half-hour by half-hour, and who must be there; with how wrong that was before. */
import { useMemo, useState } from "preact/hooks";
import { Icon } from "../parts/icon";
import { Select } from "../parts/select";
import { Empty, Failed, Skeleton } from "../parts/states";
import { amount, dateName } from "../reports/words";
import { isAdmin, myTeams, workspace } from "../session";
import { useData } from "../settings/data";
import { t, when } from "../text";
import { LazyPlot } from "./lazy_plot";
import type { Forecast, Made, Simulation, Slot } from "./types";
import { channelWord, few, halfHour } from "./words";

const SHRINKAGES = [0, 10, 15, 20, 25, 30, 35, 40];

export function ForecastView() {
  const teams = isAdmin() ? (workspace.value?.teams ?? []) : myTeams.value;
  const [team, setTeam] = useState(isAdmin() ? "" : String(myTeams.value[0]?.id ?? ""));
  const [shrinkage, setShrinkage] = useState(15);
  const { value, error, reload } = useData<Forecast>(`/api/planning/forecast${team && `?team_id=${team}`}`);
  const choices = [...(isAdmin() ? [{ value: "", label: t("planning.whole_desk") }] : []), ...teams.map(({ id, name }) => ({ value: String(id), label: name }))];
  return (
    <>
      <div class="report-controls">
        {choices.length > 1 && <Select label={t("planning.team")} value={team} choices={choices} onChoose={setTeam} />}
        <Select label={t("planning.shrinkage")} value={String(shrinkage)} choices={SHRINKAGES.map((one) => ({ value: String(one), label: t("planning.shrinkage_of", { percent: one }) }))} onChoose={(one) => setShrinkage(Number(one))} />
        <a class="button" href={`/api/planning/forecast/file?shrinkage=${shrinkage}${team && `&team_id=${team}`}`} download><Icon name="down" size={16} /> CSV</a>
      </div>
      {error ? <Failed error={error} retry={reload} /> : value ? <Shown forecast={value} shrinkage={shrinkage} /> : <Skeleton rows={6} />}
    </>
  );
}

function Shown({ forecast, shrinkage }: { forecast: Forecast; shrinkage: number }) {
  const { outcome, newest, made_at } = forecast;
  if (!outcome) {
    const isComing = newest?.state === "queued" || newest?.state === "running";
    return <Empty icon="chart" title={t(isComing ? "planning.being_made" : "planning.none")}><p>{t("planning.none_text")}</p></Empty>;
  }
  if (outcome.status === "too_little") {
    return <Empty icon="chart" title={t("planning.too_little")}><p>{t("planning.too_little_text", { days: outcome.days, tickets: outcome.tickets, least_days: outcome.least_days, least_tickets: outcome.least_tickets })}</p></Empty>;
  }
  return <Days made={outcome} madeAt={made_at} shrinkage={shrinkage} />;
}

function Days({ made, madeAt, shrinkage }: { made: Made; madeAt: string | null; shrinkage: number }) {
  const days = useMemo(() => [...new Set(made.slots.map(({ day }) => day))], [made]);
  const [chosen, setDay] = useState(days[0]!);
  const day = days.includes(chosen) ? chosen : days[0]!;
  const slots = useMemo(() => made.slots.filter((slot) => slot.day === day), [made, day]);
  const tickets = slots.reduce((sum, { mean }) => sum + mean, 0);
  const hours = slots.reduce((sum, { agents }) => sum + planned(agents, shrinkage), 0) / 2;
  const most = slots.reduce((best, slot) => (slot.agents > best.agents ? slot : best), slots[0]!);
  return (
    <section class="answer" aria-label={t("planning.forecast")}>
      <div class="report-controls">
        <Select label={t("planning.day")} value={day} choices={days.map((one) => ({ value: one, label: dateName(one, "day") }))} onChoose={setDay} />
        {slots[0]!.is_holiday && <span class="notice"><Icon name="alert" size={16} /> {t("planning.holiday")}</span>}
      </div>
      <div class="summary">
        <span class="summary-text"><strong class="summary-main">{few(tickets)}</strong><span class="muted">{t("planning.expected")}</span></span>
        <span class="summary-text"><strong class="summary-main">{planned(most.agents, shrinkage)}</strong><span class="muted">{t("planning.most_people", { time: halfHour(most.slot) })}</span></span>
        <span class="summary-text"><strong class="summary-main">{few(hours)}</strong><span class="muted">{t("planning.hours")}</span></span>
      </div>
      <DayPlot slots={slots} title={t("planning.plot", { day: dateName(day, "day") })} shrinkage={shrinkage} />
      <Trust made={made} />
      <Table slots={slots} made={made} shrinkage={shrinkage} caption={t("planning.plot", { day: dateName(day, "day") })} />
      <p class="muted small-text">{t("planning.zone", { zone: made.time_zone })} {madeAt && t("planning.made_at", { time: when.moment(madeAt) })}</p>
    </section>
  );
}

function DayPlot({ slots, title, shrinkage }: { slots: readonly Slot[]; title: string; shrinkage: number }) {
  const xs = useMemo(() => slots.map(({ slot }) => slot), [slots]);
  const lines = useMemo(() => [
    { label: t("planning.high"), values: slots.map(({ high }) => high), color: "--chart-1" as const, dash: [3, 3], fillsTo: 2 },
    { label: t("planning.tickets"), values: slots.map(({ mean }) => mean), color: "--chart-1" as const },
    { label: t("planning.low"), values: slots.map(({ low }) => low), color: "--chart-1" as const, dash: [3, 3] },
    { label: t("planning.people"), values: slots.map(({ agents }) => planned(agents, shrinkage)), color: "--chart-2" as const, steps: true, right: true },
  ], [slots, shrinkage]);
  return <LazyPlot title={title} xs={xs} lines={lines} xName={t("planning.half_hour")} nameOf={halfHour} amountOf={few} />;
}

/** How much of this can be believed. */
function Trust({ made }: { made: Made }) {
  const { error } = made;
  return (
    <div class="said">
      {error.weeks > 0 ? (
        <p>{t("planning.error", { count: error.weeks, day: amount(error.model.day, "share"), half_hour: amount(error.model.half_hour, "share"), base_day: amount(error.baseline.day, "share"), base_half_hour: amount(error.baseline.half_hour, "share"), inside: amount(error.inside, "share") })}</p>
      ) : <p>{t("planning.error_none")}</p>}
      <Tried simulation={made.simulation} />
    </div>
  );
}

function Tried({ simulation }: { simulation: Simulation | null }) {
  if (!simulation) return <p>{t("planning.not_simulated")}</p>;
  const { days, is_enough } = simulation;
  const [kept, low, high, wanted] = [simulation.kept, simulation.low, simulation.high, simulation.wanted].map((share) => amount(share, "share"));
  return <p>{t(is_enough ? "planning.simulated" : "planning.not_enough", { count: days, kept: kept!, low: low!, high: high!, wanted: wanted! })}</p>;
}

function Table({ slots, made, shrinkage, caption }: { slots: readonly Slot[]; made: Made; shrinkage: number; caption: string }) {
  const shown = slots.filter(({ mean, agents }) => mean >= 0.05 || agents > 0);
  return (
    <div class="report-table days" tabIndex={0} role="region" aria-label={caption}>
      <table>
        <caption class="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{t("planning.half_hour")}</th>
            <th scope="col" class="number">{t("planning.tickets")}</th>
            <th scope="col" class="number">{t("planning.interval")}</th>
            {made.channels.map((channel) => <th key={channel} scope="col" class="number">{channelWord(channel)}</th>)}
            <th scope="col" class="number">{t("planning.at_desk")}</th>
            <th scope="col" class="number">{t("planning.to_plan")}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((slot) => (
            <tr key={slot.slot}>
              <th scope="row">{halfHour(slot.slot)}</th>
              <td class="number">{few(slot.mean)}</td>
              <td class="number muted">{slot.low}–{slot.high}</td>
              {made.channels.map((channel) => <td key={channel} class="number muted">{few(slot.by_channel[channel] ?? 0)}</td>)}
              <td class="number">{slot.agents}</td>
              <td class="number">{planned(slot.agents, shrinkage)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** People to have on the rota so that so many are at the desk. */
function planned(agents: number, shrinkage: number): number {
  return Math.ceil(agents / (1 - shrinkage / 100) - 1e-9);
}
