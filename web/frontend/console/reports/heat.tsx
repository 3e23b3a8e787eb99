/** The hours of the week as a table of colours; the numbers are in it. */
import { t } from "../text";
import type { Report, ReportRow } from "./types";
import { amount, rowName, weekday } from "./words";

const DAYS = [0, 1, 2, 3, 4, 5, 6];
const HOURS = Array.from({ length: 24 }, (_, hour) => hour);
const SHADES = 6;

export function Heat({ report, caption, show }: { report: Report; caption: string; show: (key: string) => void }) {
  const most = Math.max(...report.rows.map(({ value }) => value ?? 0), 0);
  const rows = new Map(report.rows.map((row) => [row.key, row]));
  return (
    <div class="report-table heat" tabIndex={0} role="region" aria-label={caption}>
      <table>
        <caption class="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            <td />
            {HOURS.map((hour) => <th key={hour} scope="col">{String(hour).padStart(2, "0")}</th>)}
          </tr>
        </thead>
        <tbody>
          {DAYS.map((day) => (
            <tr key={day}>
              <th scope="row" title={weekday(day)}>{weekday(day, "short")}</th>
              {HOURS.map((hour) => <Cell key={hour} {...{ report, show, most }} row={rows.get(String(day * 24 + hour))} />)}
            </tr>
          ))}
        </tbody>
      </table>
      <p class="muted small-text">{t("reports.heat_text", { total: amount(report.total.value, report.unit) })}</p>
    </div>
  );
}

function Cell({ report, row, most, show }: { report: Report; row: ReportRow | undefined; most: number; show: (key: string) => void }) {
  if (!row || row.key === null || !row.n) return <td class="shade-0" />;
  const { key } = row;
  const shade = Math.max(1, Math.ceil(((row.value ?? 0) / (most || 1)) * SHADES));
  const text = amount(row.value, report.unit);
  return (
    <td class={`shade-${shade}`}>
      <button type="button" title={`${rowName(report, key)}: ${text}`} aria-label={`${rowName(report, key)}: ${text}. ${t("reports.show")}`} onClick={() => show(key)}>{report.unit === "count" ? text : "·"}</button>
    </td>
  );
}
