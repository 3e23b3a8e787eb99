/** The figures most looked at, each with the days behind it; one press arranges its report. */
import { useEffect, useState } from "preact/hooks";
import { api } from "../api";
import { t, type Key } from "../text";
import { ask, format, question } from "./question";
import type { Report } from "./types";
import { amount, change } from "./words";

const MEASURES = ["created", "resolved", "backlog", "first_response", "resolution", "sla_first_response", "csat"] as const;
const WIDTH = 96;
const HEIGHT = 24;

/** They follow the period, the hours and the filters of the question, one after the other: none is waited for. */
export function Tiles() {
  const { period, hours, filters, measure } = question();
  const [reports, setReports] = useState<Record<string, Report>>({});
  const asked = (one: string): string => format({ measure: one, by: "day", period, hours, filters, compares: true });
  useEffect(() => {
    const control = new AbortController();
    void (async () => {
      for (const one of MEASURES) {
        const report = await api<Report>("GET", `/api/reports?${asked(one)}`, undefined, control.signal).catch(() => null);
        if (control.signal.aborted) return;
        if (report) setReports((known) => ({ ...known, [one]: report }));
      }
    })();
    return () => control.abort();
  }, [asked("created")]);
  return (
    <ul class="tiles" aria-label={t("reports.tiles")}>
      {MEASURES.map((one) => <li key={one}><Tile measure={one} report={reports[one]} isChosen={one === measure} /></li>)}
    </ul>
  );
}

function Tile({ measure, report, isChosen }: { measure: string; report: Report | undefined; isChosen: boolean }) {
  const moved = report && change(report.total.value, report.total.before?.value ?? null, report.unit);
  return (
    <button type="button" class="tile" aria-pressed={isChosen} onClick={() => ask({ measure, by: "day" })}>
      <span class="tile-name">{t(`measure.${measure}` as Key)}{report?.unit === "seconds" && `, ${t("reports.median")}`}</span>
      <strong class="tile-figure">{report ? amount(report.total.value, report.unit) : "…"}</strong>
      <span class="tile-change muted">{moved ? t("reports.than_before", { change: moved }) : "\u00a0"}</span>
      <Sparkline values={(report?.rows ?? []).map(({ value }) => value)} />
    </button>
  );
}

/** The days in one line; the report of the tile has them in a table. */
function Sparkline({ values }: { values: (number | null)[] }) {
  const most = Math.max(...values.map((value) => value ?? 0), 0) || 1;
  const step = WIDTH / Math.max(values.length - 1, 1);
  const path = values.reduce((drawn, value, at) => {
    if (value === null) return drawn;
    const verb = at > 0 && values[at - 1] !== null ? "L" : "M";
    return `${drawn}${verb}${(at * step).toFixed(1)} ${(HEIGHT - 1 - (value / most) * (HEIGHT - 2)).toFixed(1)}`;
  }, "");
  return <svg class="sparkline" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true"><path d={path} /></svg>;
}
