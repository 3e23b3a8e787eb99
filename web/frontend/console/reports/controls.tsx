/** Arranging a report: what, by what, over which time, of which tickets. */
import { useEffect, useState } from "preact/hooks";
import { hasSegments, segmentValues, wantCustom } from "../lists/custom_filters";
import { Icon } from "../parts/icon";
import { Popover } from "../parts/popover";
import { Select } from "../parts/select";
import { workspace } from "../session";
import { t, type Key } from "../text";
import { ask, groupings, hasHours, MEASURES, NARROWS, PERIODS, question } from "./question";
import type { Dimension } from "./types";
import { valueName } from "./words";

const PRIORITIES = ["urgent", "high", "normal", "low"];
const DATES = /^(\d{4}-\d\d-\d\d)\.\.(\d{4}-\d\d-\d\d)$/;

export function Controls() {
  const { measure, by, period, hours, compares } = question();
  return (
    <div class="report-controls" role="group" aria-label={t("reports.arrange")}>
      <Select label={t("reports.measure")} value={measure} onChoose={(value) => ask({ measure: value })} choices={Object.entries(MEASURES).flatMap(([group, some]) => some.map((value) => ({ value, label: t(`measure.${value}` as Key), group: t(`reports.group_${group}` as Key) })))} />
      <Select label={t("reports.by")} value={by} onChoose={(value) => ask({ by: value })} choices={groupings(measure).map((value) => ({ value, label: t(`reports.by_${value}` as Key) }))} />
      <Select label={t("reports.period")} value={DATES.test(period) ? "dates" : period} onChoose={(value) => ask({ period: value === "dates" ? lastMonth() : value })} choices={[...PERIODS, "dates"].map((value) => ({ value, label: t(`period.${value}` as Key) }))} />
      {DATES.test(period) && <Dates period={period} />}
      {hasHours(measure) && <Select label={t("reports.hours")} value={hours} onChoose={(value) => ask({ hours: value })} choices={["calendar", "business"].map((value) => ({ value, label: t(`reports.hours_${value}` as Key) }))} />}
      <label class="check">
        <input type="checkbox" checked={compares} onChange={(event) => ask({ compares: event.currentTarget.checked })} />
        <span>{t("reports.compare")}</span>
      </label>
      <FiltersBar />
    </div>
  );
}

function Dates({ period }: { period: string }) {
  const [, since = "", last = ""] = DATES.exec(period) ?? [];
  const set = (from: string, to: string): void => {
    if (from && to) ask({ period: from <= to ? `${from}..${to}` : `${to}..${from}` });
  };
  return (
    <span class="dates">
      <input type="date" class="input" aria-label={t("reports.since")} value={since} onChange={(event) => set(event.currentTarget.value, last)} />
      <span aria-hidden="true">–</span>
      <input type="date" class="input" aria-label={t("reports.last")} value={last} onChange={(event) => set(since, event.currentTarget.value)} />
    </span>
  );
}

function lastMonth(): string {
  const day = (back: number): string => new Date(Date.now() - back * 86_400_000).toISOString().slice(0, 10);
  return `${day(29)}..${day(0)}`;
}

function FiltersBar() {
  const { filters } = question();
  useEffect(wantCustom, []);
  return (
    <>
      {NARROWS.filter((name) => name !== "segment" || hasSegments()).map((name) => {
        const chosen = filters[name] ?? [];
        const label = `${t(`reports.by_${name}` as Key)}${chosen.length ? `: ${chosen.length > 2 ? chosen.length : chosen.map((value) => valueName(name, value)).join(", ")}` : ""}`;
        return (
          <Popover key={name} label={t("reports.filter", { name: label })} buttonClass={`button small filter ${chosen.length ? "is-on" : ""}`} button={<>{label} <Icon name="chevron_down" size={12} /></>}>
            {() => <Choices name={name} chosen={chosen} onChoose={(values) => ask({ filters: { ...filters, [name]: values } })} />}
          </Popover>
        );
      })}
      {Object.values(filters).some((some) => some?.length) && <button type="button" class="button small" onClick={() => ask({ filters: {} })}><Icon name="x" size={12} /> {t("reports.clear")}</button>}
    </>
  );
}

type Value = number | string | null;

function Choices({ name, chosen, onChoose }: { name: Dimension; chosen: readonly Value[]; onChoose: (values: Value[]) => void }) {
  const [find, setFind] = useState("");
  const all = values(name).map((value) => ({ value, label: valueName(name, value) }));
  const shown = all.filter(({ label }) => label.toLocaleLowerCase().includes(find.toLocaleLowerCase()));
  return (
    <div class="filter-choices">
      {all.length > 8 && <input class="input" type="search" aria-label={t("reports.find")} placeholder={t("reports.find")} value={find} onInput={(event) => setFind(event.currentTarget.value)} />}
      {shown.map(({ value, label }) => (
        <label key={String(value)} class="check">
          <input type="checkbox" checked={chosen.includes(value)} onChange={(event) => onChoose(event.currentTarget.checked ? [...chosen, value] : chosen.filter((one) => one !== value))} />
          <span>{label}</span>
        </label>
      ))}
    </div>
  );
}

function values(name: Dimension): Value[] {
  const desk = workspace.value;
  if (!desk) return [];
  if (name === "segment") return segmentValues().map(([id]) => id as number);
  if (name === "priority") return PRIORITIES;
  if (name === "language") return ["", ...((desk as { languages?: string[] }).languages ?? ["en", "ru", "uk"])];
  if (name === "channel") return desk.channels.map(({ id }) => id);
  if (name === "type") return desk.types.map(({ id }) => id);
  if (name === "tag") return [null, ...desk.tags.map(({ id }) => id)];
  return [null, ...(name === "team" ? desk.teams : desk.agents).map(({ id }) => id)];
}
