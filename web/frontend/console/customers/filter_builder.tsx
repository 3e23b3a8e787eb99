/** Conditions on customers, one line each; what is not filled in yet is not asked for. */
import { useEffect } from "preact/hooks";
import { Icon } from "../parts/icon";
import { Select } from "../parts/select";
import { workspace } from "../session";
import { known, languageName, t } from "../text";
import { fieldsOf, labelOf, wantDefinitions } from "./definitions";
import { DATE_KINDS, firstCondition, opsOf, OPS, OUTSIDE_KINDS, WITHOUT_VALUE, type Condition, type Filter } from "./list_types";

export function FilterBuilder({ filter, onChange }: { filter: Filter; onChange: (filter: Filter) => void }) {
  useEffect(wantDefinitions, []);
  const custom = fieldsOf("customer").filter(({ archived_at }) => archived_at === null);
  const set = (at: number, condition: Condition | null): void =>
    onChange({ ...filter, conditions: filter.conditions.flatMap((one, place) => (place !== at ? [one] : condition ? [condition] : [])) });
  const choices = [
    ...Object.keys(OPS).map((value) => ({ value, label: t(`filter.field.${value}` as "filter.field.name") })),
    ...custom.map((field) => ({ value: `fields.${field.key}`, label: labelOf(field.labels), group: t("fields.title") })),
  ];
  return (
    <fieldset class="filter-builder" aria-label={t("filter.title")}>
      {filter.conditions.length > 1 && (
        <Select label={t("filter.match")} value={filter.match} choices={[{ value: "all", label: t("filter.all") }, { value: "any", label: t("filter.any") }]} onChoose={(match) => onChange({ ...filter, match: match as Filter["match"] })} />
      )}
      {filter.conditions.map((condition, at) => (
        <div key={at} class="condition">
          <Select label={t("filter.field")} value={condition.field} choices={choices} onChoose={(field) => set(at, firstCondition(field))} />
          <Select label={t("filter.op")} value={condition.op} choices={opsOf(condition.field).map((value) => ({ value, label: t(`filter.op.${value}` as "filter.op.is") }))} onChoose={(op) => set(at, { ...withoutValue(condition), ...(WITHOUT_VALUE.has(op) ? {} : { value: condition.value ?? "" }), op })} />
          <Value condition={condition} onChange={(next) => set(at, next)} />
          <button type="button" class="icon-button small" aria-label={t("filter.remove")} title={t("filter.remove")} onClick={() => set(at, null)}><Icon name="x" size={14} /></button>
        </div>
      ))}
      <button type="button" class="button small" onClick={() => onChange({ ...filter, conditions: [...filter.conditions, firstCondition("tag")] })}><Icon name="plus" size={14} /> {t("filter.add")}</button>
    </fieldset>
  );
}

function withoutValue({ value: _value, ...rest }: Condition): Condition {
  return rest;
}

function Value({ condition, onChange }: { condition: Condition; onChange: (condition: Condition) => void }) {
  const { field, op } = condition;
  const set = (value: unknown): void => onChange({ ...condition, value });
  const extra = field.startsWith("outside_") ? <Kind kinds={OUTSIDE_KINDS} prefix="outside.kind." condition={condition} onChange={onChange} /> : field === "date" ? <Kind kinds={DATE_KINDS} prefix="dates.kind." condition={condition} onChange={onChange} /> : null;
  if (WITHOUT_VALUE.has(op)) return null;
  if (Array.isArray(condition.value)) return <Several condition={condition} onChange={onChange} />;
  if (field.startsWith("fields.")) return <CustomValue condition={condition} set={set} />;
  const isText = op === "contains";
  return (
    <>
      <input class="input" dir="auto" {...({ type: isText ? "text" : "number", step: "any", min: isText ? undefined : 0 } as object)} aria-label={t("filter.value")} value={String(condition.value ?? "")} maxLength={200} onInput={(event) => set(isText ? event.currentTarget.value : event.currentTarget.valueAsNumber)} />
      {op.endsWith("days") && <span class="muted">{t("filter.span_days")}</span>}
      {extra}
      {field === "outside_sum" && <input class="input currency" aria-label={t("filter.currency")} maxLength={3} value={condition.currency ?? ""} onInput={(event) => onChange({ ...condition, currency: event.currentTarget.value.toUpperCase() })} />}
      {(field === "outside_sum" || field === "outside_count" || field === "rating_last" || field === "rating_average") && (
        <label class="muted within">{t("filter.within")} <input class="input" type="number" min={0} aria-label={t("filter.within_days")} value={condition.days ?? ""} onInput={(event) => onChange({ ...condition, days: event.currentTarget.valueAsNumber || 0 })} /> {t("filter.span_days")}</label>
      )}
    </>
  );
}

function Kind({ kinds, prefix, condition, onChange }: { kinds: readonly string[]; prefix: string; condition: Condition; onChange: (condition: Condition) => void }) {
  return <Select label={t("filter.kind")} value={condition.kind ?? ""} choices={[{ value: "", label: t("filter.any_kind") }, ...kinds.map((value) => ({ value, label: known(prefix, value) ?? value }))]} onChoose={(kind) => onChange({ ...condition, kind })} />;
}

function CustomValue({ condition, set }: { condition: Condition; set: (value: unknown) => void }) {
  const field = fieldsOf("customer").find(({ key }) => `fields.${key}` === condition.field);
  const value = String(condition.value ?? "");
  if (field?.kind === "yes_no") return <Select label={t("filter.value")} value={value} choices={[{ value: "", label: "–" }, { value: "true", label: t("fields.yes") }, { value: "false", label: t("fields.no") }]} onChoose={set} />;
  if (field && field.choices.length > 0) return <Select label={t("filter.value")} value={value} choices={[{ value: "", label: "–" }, ...field.choices.map((one) => ({ value: one.key, label: labelOf(one.labels) }))]} onChoose={set} />;
  const isNumber = field?.kind === "number";
  return <input class="input" dir="auto" {...({ type: field?.kind === "date" ? "date" : isNumber ? "number" : "text", step: "any" } as object)} aria-label={t("filter.value")} maxLength={200} value={value} onInput={(event) => set(isNumber ? event.currentTarget.valueAsNumber : event.currentTarget.value)} />;
}

/** Several of a few known words; tags are typed with those known as suggestions. */
function Several({ condition, onChange }: { condition: Condition; onChange: (condition: Condition) => void }) {
  const chosen = condition.value as string[];
  const choices = choicesOf(condition.field).filter(({ value }) => !chosen.includes(value));
  return (
    <span class="several">
      {chosen.map((one) => (
        <span key={one} class="chip" dir="auto">{choicesOf(condition.field).find(({ value }) => value === one)?.label ?? one}
          <button type="button" class="chip-remove" aria-label={t("tags.remove", { tag: one })} onClick={() => onChange({ ...condition, value: chosen.filter((other) => other !== one) })}><Icon name="x" size={12} /></button>
        </span>
      ))}
      {choices.length > 0 && <Select label={t("filter.value")} value="" choices={[{ value: "", label: t("filter.choose") }, ...choices]} onChoose={(value) => value && onChange({ ...condition, value: [...chosen, value] })} />}
    </span>
  );
}

function choicesOf(field: string): { value: string; label: string }[] {
  const desk = workspace.value;
  if (field === "tag") return (desk?.tags ?? []).map(({ name }) => ({ value: name, label: name }));
  if (field === "language") return (desk?.languages ?? []).map((value) => ({ value, label: languageName(value) }));
  if (field === "channel") return ["email", "telegram", "webchat"].map((value) => ({ value, label: known("channel.", value) ?? value }));
  return ["email", "phone", "telegram", "external", "visitor"].map((value) => ({ value, label: known("identity.", value) ?? value }));
}
