/** Reports: anybody who may can arrange one; a picture, a table, and the tickets behind each number. */
import type { FunctionComponent } from "preact";
import { useEffect, useState } from "preact/hooks";
import { api } from "../api";
import { Icon } from "../parts/icon";
import { Empty, Failed, Skeleton } from "../parts/states";
import { go } from "../route";
import { isSupervisor } from "../session";
import css from "../styles/reports.css" with { type: "text" };
import { t, when, type Key } from "../text";
import { wear } from "../wear";
import { BehindDialog, type Wanted } from "./behind";
import { Controls } from "./controls";
import { Heat } from "./heat";
import type { PlotProps } from "./plot";
import { format, isTimed, question } from "./question";
import { SavedReports } from "./saved";
import { Tiles } from "./tiles";
import { Table } from "./table";
import type { Report } from "./types";
import { amount, change, dateName, rowName } from "./words";

wear(css);

const REBUILD_LOOK_MS = 5_000;
let Plot: FunctionComponent<PlotProps> | null = null;

export default function ReportsPage() {
  const asked = format(question());
  const { report, error, retry } = useReport(asked);
  return (
    <main id="main" class="pane page report" aria-label={t("reports.title")}>
      <header class="page-head">
        <button type="button" class="icon-button" aria-label={t("action.back_to_list")} onClick={() => go({})}><Icon name="back" /></button>
        <h1 class="pane-title">{t("reports.title")}</h1>
        {isSupervisor() && <SavedReports />}
        {isSupervisor() && <Files asked={asked} />}
      </header>
      {!isSupervisor() ? <Empty icon="lock" title={t("reports.forbidden")} /> : (
        <div class="page-body">
          <Tiles />
          <Controls />
          {error ? <Failed error={error} retry={retry} /> : report ? <Answer report={report} /> : <Skeleton rows={6} />}
        </div>
      )}
    </main>
  );
}

function Files({ asked }: { asked: string }) {
  return (
    <span class="report-files">
      {(["csv", "xlsx"] as const).map((kind) => (
        <a key={kind} class="button" href={`/api/reports/file?${asked}&kind=${kind}`} download aria-label={t("reports.file", { kind: kind.toUpperCase() })}><Icon name="down" size={16} /> {kind.toUpperCase()}</a>
      ))}
    </span>
  );
}

function useReport(asked: string): { report: Report | null; error: unknown; retry: () => void } {
  const [report, setReport] = useState<Report | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [turn, setTurn] = useState(0);
  const again = (): void => setTurn((one) => one + 1);
  useEffect(() => {
    if (!isSupervisor()) return;
    const control = new AbortController();
    setError(null);
    api<Report>("GET", `/api/reports?${asked}`, undefined, control.signal).then(setReport, (problem: unknown) => {
      if (!control.signal.aborted) setError(problem);
    });
    return () => control.abort();
  }, [asked, turn]);
  useEffect(() => {
    if (!report || report.ready >= 1) return;
    const timer = setTimeout(again, REBUILD_LOOK_MS);
    return () => clearTimeout(timer);
  }, [report]);
  return { report, error, retry: again };
}

function Answer({ report }: { report: Report }) {
  const [wanted, setWanted] = useState<Wanted | null>(null);
  const title = `${t(`measure.${report.measure}` as Key)} · ${t(`reports.by_${report.by}` as Key)}`;
  const show = (key: string | null, part: Wanted["part"]): void => setWanted({ key, part, title: key === null ? title : `${t(`measure.${report.measure}` as Key)}: ${rowName(report, key === "" ? null : key)}` });
  const isEmpty = report.total.n === 0 && !report.rows.some(({ value }) => value);
  return (
    <div class="answer">
      {report.ready < 1 && <p class="notice"><Icon name="refresh" size={16} /> {t("reports.rebuilding", { percent: Math.floor(report.ready * 100) })}</p>}
      <Summary report={report} onShow={() => show(null, "all")} />
      {isEmpty ? <Empty icon="list" title={t("reports.empty")}><p>{t("reports.empty_text")}</p></Empty> : (
        <>
          {isTimed(report.by) && report.rows.length > 1 && <LazyPlot report={report} title={title} />}
          {report.by === "hour_of_week" ? <Heat report={report} caption={title} show={(key) => show(key, "all")} /> : report.by !== "none" && <Table key={asTable(report)} report={report} caption={title} show={show} />}
          {report.target && isTimed(report.by) && <p class="muted">{t(report.target.hours === report.hours ? "reports.target_text" : "reports.target_hours", { time: amount(report.target.seconds, "seconds"), priority: t(`priority.${report.target.priority}` as Key) })}</p>}
          {report.is_cut && <p class="muted">{t("reports.cut")}</p>}
        </>
      )}
      <p class="muted small-text">{t(`meaning.${report.measure}` as Key)} {t("reports.zone", { zone: report.period.time_zone })}{report.as_of && ` ${t("reports.as_of", { time: when.moment(report.as_of) })}`}</p>
      {wanted && <BehindDialog key={`${wanted.key} ${wanted.part}`} wanted={wanted} onClose={() => setWanted(null)} />}
    </div>
  );
}

function asTable(report: Report): string {
  return `${report.measure} ${report.by}`;
}

function Summary({ report, onShow }: { report: Report; onShow: () => void }) {
  const { total, unit, period, before } = report;
  const span = period.since === period.last ? dateName(period.since, "day") : `${dateName(period.since, "day")} – ${dateName(period.last, "day")}`;
  return (
    <div class="summary">
      <button type="button" class="summary-main number-link" disabled={!total.n} onClick={onShow}>{amount(total.value, unit)}</button>
      <span class="summary-text">
        <strong>{t(`measure.${report.measure}` as Key)}{unit === "seconds" && `, ${t("reports.median")}`}</strong>
        <span class="muted">{span}</span>
      </span>
      {unit === "seconds" && <span class="summary-text"><strong>{amount(total.p90, unit)}</strong><span class="muted">{t("reports.p90")}</span></span>}
      {unit !== "count" && <span class="summary-text"><strong>{amount(total.n, "count")}</strong><span class="muted">{t(unit === "share" ? "reports.of" : "reports.count")}</span></span>}
      {before && <span class="summary-text"><strong>{amount(total.before?.value ?? null, unit)} {change(total.value, total.before?.value ?? null, unit) && `(${change(total.value, total.before?.value ?? null, unit)})`}</strong><span class="muted">{t("reports.before")}</span></span>}
    </div>
  );
}

/** The plots' library comes with the first plot. */
function LazyPlot(props: PlotProps) {
  const [, setReady] = useState(Plot !== null);
  useEffect(() => {
    if (Plot === null) void import("./plot").then((module) => ((Plot = module.default), setReady(true)), () => undefined);
  }, []);
  return Plot ? <Plot {...props} /> : <div class="plot" />;
}
