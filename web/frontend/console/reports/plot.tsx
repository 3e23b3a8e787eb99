/** A line or bars over time, drawn by uPlot; the table beside it says the same. */
import { useEffect, useRef, useState } from "preact/hooks";
import UPlot from "uplot";
import css from "uplot/dist/uPlot.min.css" with { type: "text" };
import { preferences } from "../session";
import { t } from "../text";
import { wear } from "../wear";
import type { Report } from "./types";
import { amount, dateName, rowName } from "./words";

wear(css);

const HEIGHT = 260;
const MS = 1000;
const LABEL_PX = 84;

export interface PlotProps { report: Report; title: string }

export default function Plot({ report, title }: PlotProps) {
  const root = useRef<HTMLDivElement>(null);
  const isDark = useDark();
  useEffect(() => {
    const box = root.current!;
    const chart = new UPlot(options(report, box.clientWidth), series(report), box);
    const observer = new ResizeObserver(() => chart.setSize({ width: box.clientWidth, height: HEIGHT }));
    observer.observe(box);
    return () => {
      observer.disconnect();
      chart.destroy();
    };
  }, [report, isDark]);
  return <div ref={root} class="plot" role="img" aria-label={t("reports.plot_label", { title })} />;
}

/** What is drawn on a canvas does not change its colours by itself. */
function useDark(): boolean {
  const scheme = matchMedia("(prefers-color-scheme: dark)");
  const [isSystemDark, setSystemDark] = useState(scheme.matches);
  useEffect(() => {
    const onChange = (): void => setSystemDark(scheme.matches);
    scheme.addEventListener("change", onChange);
    return () => scheme.removeEventListener("change", onChange);
  }, []);
  const { theme } = preferences.value;
  return theme === "dark" || (theme === "auto" && isSystemDark);
}

function moment(key: string | null): number {
  return Date.parse(`${key}T12:00:00Z`) / MS;
}

/** Half of what lies between two rows, so that the first and the last bar are whole. */
function half({ rows }: Report): number {
  return rows.length > 1 ? (moment(rows[1]!.key) - moment(rows[0]!.key)) / 2 : 43_200;
}

/** What was promised, where it counts the same hours as the report. */
function targetOf({ target, hours }: Report): Report["target"] {
  return target && target.hours === hours ? target : null;
}

function series(report: Report): UPlot.AlignedData {
  const { rows, unit, before } = report;
  const target = targetOf(report);
  const lines = [rows.map(({ value }) => value)];
  if (unit === "seconds") lines.push(rows.map(({ p90 }) => p90));
  if (target) lines.push(rows.map(() => target.seconds));
  if (before) lines.push(rows.map((row) => row.before?.value ?? null));
  return [rows.map(({ key }) => moment(key)), ...lines] as UPlot.AlignedData;
}

/** Where the rows stand that have a label: as many as there is room for; a month that the period cuts may be short. */
function labelled({ rows }: Report, width: number): number[] {
  const at = rows.map(({ key }) => moment(key));
  const apart = (LABEL_PX / width) * (at.at(-1)! - at[0]!);
  return at.reduce<number[]>((kept, one) => (kept.length === 0 || one - kept.at(-1)! >= apart ? [...kept, one] : kept), []);
}

function options(report: Report, width: number): UPlot.Options {
  const { unit, before, by } = report;
  const value = (_: unknown, raw: number | null): string => amount(raw, unit);
  const main: UPlot.Series = { label: t(unit === "seconds" ? "reports.median" : unit === "share" ? "reports.share" : "reports.count"), stroke: style("--chart-1"), width: 2, value, spanGaps: false };
  if (unit === "count" && report.measure !== "backlog") Object.assign(main, { paths: UPlot.paths.bars!({ size: [0.7, 40] }), fill: style("--chart-1"), points: { show: false } });
  const others: UPlot.Series[] = [];
  if (unit === "seconds") others.push({ label: t("reports.p90"), stroke: style("--chart-2"), width: 2, dash: [6, 4], value });
  if (targetOf(report)) others.push({ label: t("reports.target", { priority: t(`priority.${report.target!.priority}` as "priority.low") }), stroke: style("--danger"), width: 1.5, points: { show: false }, value });
  if (before) others.push({ label: t("reports.before"), stroke: style("--chart-3"), width: 1.5, dash: [2, 3], value });
  const axis = { stroke: style("--muted"), grid: { stroke: style("--border"), width: 1 }, ticks: { show: false }, font: `12px ${style("--font")}` };
  return {
    width: Math.max(width, 200),
    height: HEIGHT,
    tzDate: (at) => UPlot.tzDate(new Date(at * MS), "UTC"),
    scales: { x: { time: true, range: (_, min, max) => [min - half(report), max + half(report)] }, y: { range: (_, __, max) => [0, Math.max(max * 1.05, unit === "share" ? 1 : 0.001)] } },
    series: [{ label: t(`reports.by_${by}` as "reports.by_day"), value: (_, raw, __, at) => (at == null || raw == null ? "–" : rowName(report, report.rows[at]?.key ?? null)) }, main, ...others],
    axes: [
      { ...axis, splits: (plot) => labelled(report, plot.width), values: (_, at) => at.map((one) => dateName(new Date(one * MS).toISOString().slice(0, 10), by, "short")) },
      { ...axis, size: 72, values: (_, at) => at.map((one) => amount(one, unit)), ...(unit === "seconds" && { incrs: [1, 5, 15, 60, 300, 900, 1800, 3600, 7200, 14_400, 43_200, 86_400, 172_800, 604_800] }), ...(unit === "count" && { incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000] }) },
    ],
    legend: { live: true },
    cursor: { drag: { x: false, y: false } },
  };
}

/** A canvas knows no variables: a colour as it is computed now. */
function style(name: string): string {
  if (name === "--font") return getComputedStyle(document.documentElement).getPropertyValue(name);
  const probe = document.createElement("span");
  probe.style.color = `var(${name})`;
  document.querySelector(".report")!.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}
