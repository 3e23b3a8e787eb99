/** Custom fields, each changed in its place and saved at once. */
import { useEffect, useState } from "preact/hooks";
import { Problem } from "../api";
import { Icon } from "../parts/icon";
import { Select } from "../parts/select";
import { Check } from "../settings/form";
import { known, t, when } from "../text";
import { tell, toast } from "../toasts";
import { fieldsOf, labelOf, wantDefinitions } from "./definitions";
import type { CustomField, FieldEntity, FieldValue, FieldValues } from "./types";

interface Props {
  entity: FieldEntity;
  values: Readonly<Record<string, unknown>>;
  save: (changed: FieldValues) => Promise<unknown>;
}

export function FieldList({ entity, values, save }: Props) {
  useEffect(wantDefinitions, []);
  const fields = fieldsOf(entity).filter((field) => field.archived_at === null || values[field.key] !== undefined);
  if (fields.length === 0) return null;
  return (
    <div class="field-list">
      {fields.map((field) => <OneField key={field.id} field={field} value={(values[field.key] ?? null) as FieldValue} save={save} />)}
    </div>
  );
}

function OneField({ field, value, save }: { field: CustomField; value: FieldValue; save: Props["save"] }) {
  const [problem, setProblem] = useState<string | null>(null);
  const change = (next: FieldValue): void => {
    setProblem(null);
    if (same(next, value)) return;
    save({ [field.key]: next }).catch((error: unknown) => {
      const reason = error instanceof Problem ? error.fields[`fields.${field.key}`] : undefined;
      if (reason === undefined) return tell(error);
      const words = known("field.", String(reason)) ?? known("fields.problem.", String(reason)) ?? t("field.invalid");
      setProblem(words);
      toast(`${labelOf(field.labels)}: ${words}`, { kind: "error" });
    });
  };
  const id = `custom-${field.entity}-${field.id}`;
  return (
    <div class="custom-field">
      <label for={id} class="muted">{labelOf(field.labels)}{field.is_required && <span aria-hidden="true"> *</span>}</label>
      {field.archived_at === null ? <Control id={id} field={field} value={value} change={change} isInvalid={problem !== null} /> : <span dir="auto">{shownValue(field, value)}</span>}
      {problem && <p class="field-problem" role="alert"><Icon name="alert" size={14} /> {problem}</p>}
    </div>
  );
}

interface ControlProps {
  id: string;
  field: CustomField;
  value: FieldValue;
  change: (value: FieldValue) => void;
  isInvalid?: boolean;
}

export function Control({ id, field, value, change, isInvalid = false }: ControlProps) {
  const label = labelOf(field.labels);
  switch (field.kind) {
    case "yes_no":
      return <Select id={id} label={label} value={value === null ? "" : String(value)} choices={[{ value: "", label: "–" }, { value: "true", label: t("fields.yes") }, { value: "false", label: t("fields.no") }]} onChoose={(chosen) => change(chosen === "" ? null : chosen === "true")} />;
    case "choice":
      return <Select id={id} label={label} value={String(value ?? "")} choices={[{ value: "", label: "–" }, ...field.choices.map((one) => ({ value: one.key, label: labelOf(one.labels) }))]} onChoose={(chosen) => change(chosen || null)} />;
    case "several": {
      const chosen = Array.isArray(value) ? (value as readonly string[]) : [];
      return (
        <span id={id} class="checks" role="group" aria-label={label}>
          {field.choices.map((one) => <Check key={one.key} label={labelOf(one.labels)} checked={chosen.includes(one.key)} onCheck={(isOn) => change(isOn ? [...chosen, one.key] : chosen.filter((key) => key !== one.key))} />)}
        </span>
      );
    }
    default:
      return <Typed id={id} field={field} value={value} change={change} isInvalid={isInvalid} />;
  }
}

/** Text, numbers and days are saved when the field is left or Enter is pressed. */
function Typed({ id, field, value, change, isInvalid = false }: ControlProps) {
  const [draft, setDraft] = useState(String(value ?? ""));
  useEffect(() => setDraft(String(value ?? "")), [value]);
  const commit = (): void => {
    const text = draft.trim();
    if (text === "") return change(null);
    change(field.kind === "number" ? (Number.isNaN(Number(text)) ? text : Number(text)) : text);
  };
  const type = { type: field.kind === "date" ? "date" : "text", inputMode: field.kind === "number" ? "decimal" : undefined } as object;
  return (
    <input
      id={id}
      class="input"
      {...type}
      dir="auto"
      aria-invalid={isInvalid}
      value={draft}
      maxLength={2000}
      onInput={(event) => setDraft(event.currentTarget.value)}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === "Enter") (event.preventDefault(), commit());
        if (event.key === "Escape") (event.stopPropagation(), setDraft(String(value ?? "")));
      }}
    />
  );
}

export function shownValue(field: CustomField, value: FieldValue): string {
  if (value === null || value === undefined) return "";
  if (field.kind === "yes_no") return t(value ? "fields.yes" : "fields.no");
  if (field.kind === "date") return when.date(String(value));
  const named = (key: string): string => labelOf(field.choices.find((one) => one.key === key)?.labels ?? { en: key });
  if (Array.isArray(value)) return (value as readonly string[]).map(named).join(", ");
  return field.kind === "choice" ? named(String(value)) : String(value);
}

function same(one: FieldValue, other: FieldValue): boolean {
  return JSON.stringify(one ?? null) === JSON.stringify(other ?? null);
}
