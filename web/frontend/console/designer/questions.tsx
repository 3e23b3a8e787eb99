/** What a visitor is asked before the first message, and what they agree to. */
import { Icon } from "../parts/icon";
import { Select } from "../parts/select";
import { useData } from "../settings/data";
import { Check, Field, TextField } from "../settings/form";
import { locale, t } from "../text";
import { LanguageField } from "./fields";
import { CUSTOM, FIELD_KINDS, freeKey, type CustomField, type FieldDesign, type Part } from "./types";

export function Questions({ drawn, language, problems, redesign }: Part) {
  const { form } = drawn.design;
  const { value: customs } = useData<CustomField[]>("/api/custom-fields");
  const put = (at: number, field: FieldDesign): void => redesign({ form: form.map((one, n) => (n === at ? field : one)) });
  const add = (): void => {
    const kind = FIELD_KINDS.find((one) => !form.some((field) => field.kind === one)) ?? "text";
    redesign({ form: [...form, { key: freeKey(kind, form.map(({ key }) => key)), kind, field: "", label: {}, is_required: false, options: [] }] });
  };
  const lift = (at: number): void => redesign({ form: form.map((one, n) => (n === at - 1 ? form[at]! : n === at ? form[at - 1]! : one)) });
  return (
    <>
      <h4 class="settings-subtitle">{t("widget.fields")}</h4>
      <p class="muted small-text">{t("widget.fields_help")}</p>
      {form.length === 0 && <p>{t("widget.no_fields")}</p>}
      {form.map((field, at) => (
        <fieldset key={field.key} class="designer-item">
          <legend>{at + 1}</legend>
          <Question field={field} at={at} language={language} onField={(changed) => put(at, changed)} others={form.filter((one) => one !== field)} customs={customs ?? []} />
          <p class="designer-buttons">
            {at > 0 && <button type="button" class="button small" onClick={() => lift(at)}>{t("widget.up")}</button>}
            <button type="button" class="button small" onClick={() => redesign({ form: form.filter((one) => one !== field) })}><Icon name="x" size={14} /> {t("widget.remove")}</button>
          </p>
        </fieldset>
      ))}
      {problems["form"] && <p class="field-problem" role="alert"><Icon name="alert" size={14} /> {problems["form"]}</p>}
      {form.length < 10 && <button type="button" class="button designer-add" onClick={add}><Icon name="plus" size={16} /> {t("widget.add_field")}</button>}
      <Consent drawn={drawn} language={language} problems={problems} redesign={redesign} />
    </>
  );
}

interface QuestionProps {
  field: FieldDesign;
  at: number;
  language: string;
  others: readonly FieldDesign[];
  customs: readonly CustomField[];
  onField: (field: FieldDesign) => void;
}

function Question({ field, at, language, others, customs, onField }: QuestionProps) {
  const name = `question-${at}`;
  const own = customs.find((one) => nameOf(one) === field.field);
  const taken = others.map(({ key }) => key);
  const turn = (kind: string): void => {
    const custom = kind.startsWith(CUSTOM) ? kind.slice(CUSTOM.length) : "";
    const key = freeKey(custom ? custom.split(".")[1]! : kind, taken);
    onField({ ...field, kind: custom ? "custom" : (kind as FieldDesign["kind"]), field: custom, key, options: custom ? [] : field.options });
  };
  const choices = [
    ...FIELD_KINDS.map((value) => ({ value: value as string, label: t(`widget.kind_${value}`) })),
    ...customs.filter((one) => isOffered(one, field, others)).map((one) => ({ value: CUSTOM + nameOf(one), label: t(one.entity === "ticket" ? "widget.of_ticket" : "widget.of_customer", { name: called(one, locale.value) }) })),
  ];
  const help = field.kind !== "custom" ? t("widget.question_help") : own?.archived_at ? t("widget.archived") : t("widget.custom_help", { name: own ? called(own, language) : field.field });
  return (
    <>
      <Field name={`${name}-kind`} label={t("widget.kind")}>
        {({ id }) => <Select id={id} label={t("widget.kind")} value={field.kind === "custom" ? CUSTOM + field.field : field.kind} choices={choices} onChoose={turn} />}
      </Field>
      <LanguageField name={name} label={t("widget.question")} texts={field.label} language={language} maxLength={100} help={help} onTexts={(label) => onField({ ...field, label })} />
      {(field.kind === "choice" || field.kind === "topic") && (
        <Field name={`${name}-options`} label={t("widget.options")}>
          {(more) => <textarea class="input" rows={3} dir="auto" value={field.options.map(({ value }) => value).join("\n")} onChange={(event) => onField({ ...field, options: optionsIn(event.currentTarget.value, field.options) })} {...more} />}
        </Field>
      )}
      <Check label={t("widget.required")} checked={field.is_required} onCheck={(is_required) => onField({ ...field, is_required })} />
      <p class="muted small-text">{t("widget.field_key")} <code>{field.key}</code></p>
    </>
  );
}

function nameOf({ entity, key }: CustomField): string {
  return `${entity}.${key}`;
}

function called({ labels, key }: CustomField, language: string): string {
  return labels[language] ?? Object.values(labels)[0] ?? key;
}

/** Fields of organisations are not a visitor's to fill in, and each field is asked for once. */
function isOffered(one: CustomField, field: FieldDesign, others: readonly FieldDesign[]): boolean {
  if (field.field === nameOf(one)) return true;
  return one.entity !== "organisation" && !one.archived_at && !others.some((other) => other.field === nameOf(one));
}

function optionsIn(text: string, known: FieldDesign["options"]): FieldDesign["options"] {
  const lines = [...new Set(text.split("\n").map((line) => line.trim()).filter(Boolean))];
  return lines.map((value) => known.find((option) => option.value === value) ?? { value, label: {} });
}

function Consent({ drawn, language, problems, redesign }: Omit<Part, "change">) {
  const { consent } = drawn.design;
  const put = (changes: Partial<typeof consent>): void => redesign({ consent: { ...consent, ...changes } });
  return (
    <>
      <h4 class="settings-subtitle">{t("widget.consent")}</h4>
      <Check label={t("widget.consent_on")} checked={consent.is_asked} onCheck={(is_asked) => put({ is_asked })} />
      {consent.is_asked && (
        <>
          <LanguageField name="consent" label={t("widget.consent_text")} texts={consent.text} language={language} maxLength={500} rows={3} problem={problems["consent"]} onTexts={(text) => put({ text })} />
          <TextField name="consent-link" label={t("widget.consent_link")} value={consent.link} maxLength={500} problem={problems["consent_link"]} onText={(link) => put({ link: link.trim() })} />
          <LanguageField name="consent-words" label={t("widget.consent_words")} texts={consent.link_text} language={language} maxLength={60} onTexts={(link_text) => put({ link_text })} />
        </>
      )}
    </>
  );
}
