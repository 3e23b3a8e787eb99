/** Which columns a file of customers may have: named before one is chosen, with a file to begin from. */
import { Icon } from "../parts/icon";
import { saveFile } from "../parts/save_file";
import { known, t } from "../text";
import { csvOf } from "./csv";
import { fieldsOf, labelOf } from "./definitions";
import type { CustomField } from "./types";

export const COLUMNS = ["name", "email", "phone", "external", "organisation", "tags", "language", "time_zone"] as const;
export const ADDRESSES: ReadonlySet<string> = new Set(["email", "phone", "external"]);
type Column = (typeof COLUMNS)[number];

export function columnName(column: Column): string {
  if (ADDRESSES.has(column)) return known("identity.", column) ?? column;
  return t(({ name: "customer.name", organisation: "customers.organisation", tags: "tags.title", language: "filter.field.language", time_zone: "customers.time_zone" } as const)[column as "name"]);
}

export const customFields = (): CustomField[] => fieldsOf("customer").filter(({ archived_at }) => archived_at === null);

export function ImportColumns() {
  const sample = sampleRow();
  const custom = customFields();
  return (
    <>
      <p id="import-columns">{t("import.columns")}</p>
      <table class="card import-columns" aria-describedby="import-columns">
        <thead><tr><th scope="col">{t("import.column")}</th><th scope="col">{t("import.for_example")}</th></tr></thead>
        <tbody>
          {COLUMNS.map((column) => <tr key={column}><th scope="row">{columnName(column)}</th><td class="muted" dir="auto">{sample[column]}</td></tr>)}
          {custom.map((field) => <tr key={field.key}><th scope="row" dir="auto">{field.key}</th><td class="muted" dir="auto">{labelOf(field.labels)}</td></tr>)}
        </tbody>
      </table>
      <button type="button" class="button" onClick={() => saveFile("customers.csv", sampleFile(custom.map(({ key }) => key)), "text/csv")}><Icon name="down" size={16} /> {t("import.sample")}</button>
    </>
  );
}

/** A file with every column and one customer in it. */
export function sampleFile(keys: readonly string[]): string {
  const sample = sampleRow();
  return csvOf([
    [...COLUMNS.map(columnName), ...keys],
    [...COLUMNS.map((column) => sample[column]), ...keys.map(() => "")],
  ]);
}

function sampleRow(): Record<Column, string> {
  return {
    name: t("import.sample_name"),
    email: "olena@shop.example",
    phone: "+380 44 555 01 23",
    external: "crm:4711",
    organisation: t("import.sample_organisation"),
    tags: t("import.sample_tags"),
    language: "uk",
    time_zone: "Europe/Kyiv",
  };
}
