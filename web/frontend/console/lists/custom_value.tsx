/** What a custom field is compared with: typed, chosen, yes or no. */
import { t } from "../text";
import { customField } from "./custom_filters";
import type { Condition, Value } from "./saved";

export function isTyped({ field, op }: Condition): boolean {
  const kind = customField(field)?.kind ?? "text";
  return op !== "is_set" && kind !== "yes_no" && kind !== "choice" && kind !== "several";
}

export function TypedValue({ condition: { field, values }, onChange }: { condition: Condition; onChange: (values: Value[]) => void }) {
  const kind = customField(field)?.kind;
  const isNumber = kind === "number";
  const put = (text: string): void => onChange(text.trim() === "" ? [] : [isNumber ? Number(text) : text.trim()]);
  return (
    <span class="filter-values">
      <input class="input" dir="auto" {...({ type: kind === "date" ? "date" : isNumber ? "number" : "text", step: "any" } as object)} maxLength={200} aria-label={t("saved.values")} defaultValue={String(values[0] ?? "")} onInput={(event) => put(event.currentTarget.value)} />
    </span>
  );
}
