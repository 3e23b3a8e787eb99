/** The numbers of a report; each leads to its tickets. */
import { useState } from "preact/hooks";
import { Icon } from "../parts/icon";
import { t } from "../text";
import { isTimed } from "./question";
import type { Figure, Report, ReportRow } from "./types";
import { amount, change, rowName } from "./words";

type Field = "n" | "value" | "p90" | "mean";
export type Part = "all" | "part" | "rest";
type Show = (key: string | null, part: Part) => void;
const FIELDS: Record<string, readonly Field[]> = { count: ["value"], share: ["n", "value"], seconds: ["n", "value", "p90", "mean"] };
const FEW = 5;

export function fieldName(report: Report, field: Field): string {
  if (field === "n") return t(report.unit === "share" ? "reports.of" : "reports.count");
  if (field === "value") return t(report.unit === "seconds" ? "reports.median" : report.unit === "share" ? "reports.share" : "reports.count");
  return t(`reports.${field}`);
}

export function Table({ report, caption, show }: { report: Report; caption: string; show: Show }) {
  const [order, setOrder] = useState<{ field: Field | "name"; down: boolean } | null>(null);
  const fields = FIELDS[report.unit]!;
  const most = Math.max(...report.rows.map(({ value }) => value ?? 0), 0);
  const rows = order ? sorted(report, order.field, order.down) : report.rows;
  const sort = (field: Field | "name"): void => setOrder({ field, down: order?.field === field ? !order.down : field !== "name" });
  const head = (field: Field | "name", label: string) => (
    <th key={field} scope="col" aria-sort={order?.field === field ? (order.down ? "descending" : "ascending") : undefined} class={field === "name" ? "" : "number"}>
      <button type="button" class="sort" onClick={() => sort(field)}>
        {label} {order?.field === field && <Icon name={order.down ? "arrow_down" : "arrow_up"} size={12} />}
      </button>
    </th>
  );
  return (
    <div class="report-table" tabIndex={0} role="region" aria-label={caption}>
      <table>
        <caption class="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            {head("name", t(`reports.by_${report.by}` as "reports.by_day"))}
            {fields.map((field) => head(field, fieldName(report, field)))}
            {report.before && <th scope="col" class="number">{t("reports.before")}</th>}
            {report.before && <th scope="col" class="number">{t("reports.change")}</th>}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => <Line key={row.key ?? ""} {...{ report, row, fields, show }} bar={isTimed(report.by) || !most ? null : (row.value ?? 0) / most} name={rowName(report, row.key)} />)}
        </tbody>
        <tfoot>
          <Line report={report} row={report.total} fields={fields} show={(_, part) => show(null, part)} bar={null} name={t("reports.total")} isTotal />
        </tfoot>
      </table>
    </div>
  );
}

interface LineProps { report: Report; row: ReportRow; fields: readonly Field[]; show: Show; bar: number | null; name: string; isTotal?: boolean }

function Line({ report, row, fields, show, bar, name, isTotal = false }: LineProps) {
  const { unit } = report;
  const key = isTotal ? null : (row.key ?? "");
  const isFew = unit === "seconds" && row.n > 0 && row.n < FEW;
  return (
    <tr class={isFew ? "is-few" : ""} title={isFew ? t("reports.few") : undefined}>
      <th scope="row">
        {name}
        {bar !== null && <span class="bar" aria-hidden="true" ref={(element) => void element?.style.setProperty("--part", String(bar))} />}
      </th>
      {fields.map((field) => (
        <td key={field} class="number">
          {row.n > 0 || row.value ? (
            <button type="button" class="number-link" aria-label={`${name}, ${fieldName(report, field)}: ${shown(row, field, unit)}. ${t("reports.show")}`} onClick={() => show(key, field === "value" ? "part" : "all")}>{shown(row, field, unit)}</button>
          ) : shown(row, field, unit)}
          {field === "value" && unit === "share" && row.value !== null && row.value < 1 && row.n > 0 && (
            <button type="button" class="number-link is-rest" onClick={() => show(key, "rest")}>{t("reports.rest")}</button>
          )}
        </td>
      ))}
      {report.before && <td class="number muted">{amount(row.before?.value ?? null, unit)}</td>}
      {report.before && <td class="number muted">{change(row.value, row.before?.value ?? null, unit)}</td>}
    </tr>
  );
}

function shown(figure: Figure, field: Field, unit: Report["unit"]): string {
  return amount(figure[field], field === "n" ? "count" : unit);
}

function sorted(report: Report, field: Field | "name", down: boolean): ReportRow[] {
  const sign = down ? -1 : 1;
  if (field === "name" && isTimed(report.by)) return [...report.rows].sort((one, other) => sign * ((one.key ?? "") < (other.key ?? "") ? -1 : 1));
  if (field === "name") return [...report.rows].sort((one, other) => sign * rowName(report, one.key).localeCompare(rowName(report, other.key)));
  return [...report.rows].sort((one, other) => sign * ((one[field] ?? -1) - (other[field] ?? -1)));
}
