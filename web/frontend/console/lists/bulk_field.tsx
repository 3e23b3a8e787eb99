/** A custom field for all that are chosen: which, what it holds, done. */
import { useEffect, useState } from "preact/hooks";
import { Control } from "../customers/fields";
import { fieldsOf, labelOf, wantDefinitions } from "../customers/definitions";
import type { FieldEntity, FieldValue } from "../customers/types";
import { Select } from "../parts/select";
import { t } from "../text";
import type { Change } from "./bulk";

export default function BulkField({ entity = "ticket", isBusy, run }: { entity?: FieldEntity; isBusy: boolean; run: (change: Change) => void }) {
  const [key, setKey] = useState("");
  const [value, setValue] = useState<FieldValue>(null);
  useEffect(wantDefinitions, []);
  const fields = fieldsOf(entity).filter(({ archived_at }) => archived_at === null);
  const field = fields.find((one) => one.key === key);
  if (fields.length === 0) return null;
  return (
    <span class="bulk-field">
      <Select label={t("lists.bulk_field")} value={key} disabled={isBusy} choices={[{ value: "", label: t("lists.bulk_field") }, ...fields.map((one) => ({ value: one.key, label: labelOf(one.labels) }))]} onChoose={(chosen) => (setKey(chosen), setValue(null))} />
      {field && <Control id="bulk-field-value" field={field} value={value} change={setValue} />}
      {field && <button type="button" class="button small primary" disabled={isBusy} onClick={() => (run({ field: { key, value } }), setKey(""))}>{value === null ? t("lists.bulk_empty") : t("lists.bulk_set")}</button>}
    </span>
  );
}
