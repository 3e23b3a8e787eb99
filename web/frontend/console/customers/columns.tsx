/** Custom fields as columns of the list of customers: which ones, kept in this browser. */
import { signal } from "@preact/signals";
import { Icon } from "../parts/icon";
import { Popover } from "../parts/popover";
import { Checks } from "../settings/form";
import { readStored, writeStored } from "../../shared/dom";
import { t } from "../text";
import { fieldsOf, labelOf } from "./definitions";
import { shownValue } from "./fields";
import type { Line } from "./list_types";
import type { CustomField, FieldValue } from "./types";

const KEY = "helpdesk.customer_columns";
const MOST = 3;
const chosen = signal<readonly string[]>(readStored<string[]>(KEY) ?? []);

/** The fields shown, in the desk's order; `sort` shows its own. */
export function columns(sort: string): readonly CustomField[] {
  const sorted = /^-?customer\.(.+)$/.exec(sort)?.[1];
  return usable().filter(({ key }) => key === sorted || chosen.value.includes(key));
}

export function Columns() {
  const fields = usable();
  if (fields.length === 0) return null;
  const choose = (keys: string[]): void => {
    chosen.value = keys.slice(-MOST);
    writeStored(KEY, chosen.value);
  };
  return (
    <Popover label={t("customers.columns")} align="end" button={<><Icon name="list" size={16} /> {t("customers.columns")}</>}>
      {() => <div class="column-choices"><Checks legend={t("customers.columns")} help={t("customers.columns_help", { count: MOST })} choices={fields.map(({ key, labels }) => ({ value: key, label: labelOf(labels) }))} chosen={chosen.value.filter((key) => fields.some((one) => one.key === key))} onChoose={choose} /></div>}
    </Popover>
  );
}

export function Cells({ line, fields }: { line: Line; fields: readonly CustomField[] }) {
  return <>{fields.map((field) => <td key={field.key} class={field.kind === "number" ? "field-cell number" : "field-cell"} dir="auto">{shownValue(field, (line.fields[field.key] ?? null) as FieldValue)}</td>)}</>;
}

export function Heads({ fields }: { fields: readonly CustomField[] }) {
  return <>{fields.map(({ key, kind, labels }) => <th key={key} scope="col" class={kind === "number" ? "number" : undefined} dir="auto">{labelOf(labels)}</th>)}</>;
}

function usable(): readonly CustomField[] {
  return fieldsOf("customer").filter(({ archived_at }) => archived_at === null);
}
