/** Conditions of a filter, one line each, and groups of them. */
import { Icon } from "../parts/icon";
import { Select } from "../parts/select";
import { t, type Key } from "../text";
import { useEffect } from "preact/hooks";
import { isCustom, wantCustom } from "./custom_filters";
import { isTyped, TypedValue } from "./custom_value";
import { choicesOf, fieldChoices, fieldName, fresh, kindOf, opName, opsOf, valueName } from "./filter_values";
import type { Condition, Filter, Group, Op, Value } from "./saved";

const UNITS = [["filter.minutes", 1], ["filter.hours", 60], ["filter.days", 1_440]] as const;
const MOST_GROUPS = 5;
const MOST_CONDITIONS = 20;

export function FilterEdit({ filter, onChange }: { filter: Filter; onChange: (filter: Filter) => void }) {
  useEffect(wantCustom, []);
  const putGroup = (at: number, group: Group | null): void => onChange({ ...filter, groups: filter.groups.flatMap((one, place) => (place !== at ? [one] : group ? [group] : [])) });
  return (
    <Conditions title="saved.match" group={filter} onChange={(group) => onChange({ ...filter, ...group })}>
      {filter.groups.map((group, at) => (
        <Conditions key={at} title={filter.match === "all" ? "saved.group" : "saved.group_any"} group={group} onChange={(next) => putGroup(at, next)} onRemove={() => putGroup(at, null)} />
      ))}
      {filter.groups.length < MOST_GROUPS && (
        <button type="button" class="link-button" onClick={() => onChange({ ...filter, groups: [...filter.groups, { match: "any", conditions: [fresh("priority")] }] })}>+ {t("saved.add_group")}</button>
      )}
    </Conditions>
  );
}

interface Props {
  title: Key;
  group: Group;
  onChange: (group: Group) => void;
  onRemove?: () => void;
  children?: unknown;
}

function Conditions({ title, group, onChange, onRemove, children }: Props) {
  const put = (at: number, condition: Condition | null): void => onChange({ ...group, conditions: group.conditions.flatMap((one, place) => (place !== at ? [one] : condition ? [condition] : [])) });
  return (
    <div class="filter-group" role="group" aria-label={t(title)}>
      <div class="filter-head">
        <span>{t(title)}</span>
        <Select label={t(title)} value={group.match} choices={(["all", "any"] as const).map((value) => ({ value, label: t(`saved.match_${value}`) }))} onChoose={(match) => onChange({ ...group, match: match as Group["match"] })} />
        {onRemove && <button type="button" class="icon-button" aria-label={t("saved.remove_group")} title={t("saved.remove_group")} onClick={onRemove}><Icon name="x" size={16} /></button>}
      </div>
      {group.conditions.map((condition, at) => <Line key={at} condition={condition} onChange={(next) => put(at, next)} />)}
      {group.conditions.length < MOST_CONDITIONS && <button type="button" class="link-button" onClick={() => onChange({ ...group, conditions: [...group.conditions, fresh("status")] })}>+ {t("saved.add")}</button>}
      {children as never}
    </div>
  );
}

function Line({ condition, onChange }: { condition: Condition; onChange: (condition: Condition | null) => void }) {
  const { field, op } = condition;
  return (
    <div class="filter-condition" role="group" aria-label={fieldName(field)}>
      <Select label={t("saved.field")} value={field} choices={fieldChoices()} onChoose={(value) => onChange(fresh(value))} />
      <Select label={t("saved.op")} value={op} choices={opsOf(field).map((value) => ({ value, label: opName(field, value) }))} onChoose={(value) => onChange(changedOp(condition, value as Op))} />
      <Values condition={condition} onChange={(values) => onChange({ ...condition, values })} />
      <button type="button" class="icon-button" aria-label={t("saved.remove_condition")} title={t("saved.remove_condition")} onClick={() => onChange(null)}><Icon name="x" size={16} /></button>
    </div>
  );
}

function changedOp(condition: Condition, op: Op): Condition {
  const isList = op === "in" || op === "not_in";
  return isList && (condition.op === "in" || condition.op === "not_in") ? { ...condition, op } : fresh(condition.field, op);
}

function Values({ condition: { field, op, values }, onChange }: { condition: Condition; onChange: (values: Value[]) => void }) {
  if (op === "is" || op === "is_set" || typeof values[0] === "boolean") return <YesNo value={values[0] === true} onChange={(value) => onChange([value])} />;
  if (op === "within" || op === "older_than") return <Span minutes={Number(values[0])} onChange={(minutes) => onChange([minutes])} />;
  if (kindOf(field) === "moment") return <span class="filter-values"><input type="date" class="input" aria-label={t("saved.values")} required value={String(values[0] ?? "").slice(0, 10)} onInput={(event) => onChange([event.currentTarget.value])} /></span>;
  if (kindOf(field) === "text" || (isCustom(field) && isTyped({ field, op, values }))) return <TypedValue key={`${field} ${op}`} condition={{ field, op, values }} onChange={onChange} />;
  const left = choicesOf(field).filter(({ value }) => !values.includes(JSON.parse(value) as Value));
  return (
    <span class="filter-values">
      {values.map((value) => (
        <button key={String(value)} type="button" class="chip tag-chip" aria-label={t("lists.tag_remove", { tag: valueName(field, value) })} onClick={() => onChange(values.filter((one) => one !== value))}>{valueName(field, value)} <Icon name="x" size={12} /></button>
      ))}
      {left.length > 0 && <Select label={t("saved.values")} value="" choices={[{ value: "", label: "…", disabled: true }, ...left]} onChoose={(value) => onChange([...values, JSON.parse(value) as Value])} />}
    </span>
  );
}

function YesNo({ value, onChange }: { value: boolean; onChange: (value: boolean) => void }) {
  return <Select label={t("saved.values")} value={String(value)} choices={[{ value: "true", label: t("filter.yes") }, { value: "false", label: t("filter.no") }]} onChoose={(chosen) => onChange(chosen === "true")} />;
}

function Span({ minutes, onChange }: { minutes: number; onChange: (minutes: number) => void }) {
  const unit = UNITS.findLast(([, size]) => minutes % size === 0)?.[1] ?? 1;
  return (
    <span class="filter-values">
      <input type="number" class="input" min={1} max={9_999} required aria-label={t("saved.values")} value={minutes / unit} onInput={(event) => onChange(Math.max(1, Math.round(Number(event.currentTarget.value))) * unit)} />
      <Select label={t("saved.op")} value={String(unit)} choices={UNITS.map(([name, size]) => ({ value: String(size), label: t(name) }))} onChoose={(size) => onChange((minutes / unit) * Number(size))} />
    </span>
  );
}
