/** What a visitor is asked before the first message, and what they agree to. */
import { Icon } from "../parts/icon";
import { Select } from "../parts/select";
import { Check, Field, TextField } from "../settings/form";
import { t } from "../text";
import { LanguageField } from "./fields";
import { FIELD_KINDS, freeKey, type FieldDesign, type Part } from "./types";

export function Questions({ drawn, language, problems, redesign }: Part) {
  const { form } = drawn.design;
  const put = (at: number, field: FieldDesign): void => redesign({ form: form.map((one, n) => (n === at ? field : one)) });
  const add = (): void => {
    const kind = FIELD_KINDS.find((one) => !form.some((field) => field.kind === one)) ?? "text";
    redesign({ form: [...form, { key: freeKey(kind, form.map(({ key }) => key)), kind, label: {}, is_required: false, options: [] }] });
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
          <Question field={field} at={at} language={language} onField={(changed) => put(at, changed)} taken={form.map(({ key }) => key)} />
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
  taken: readonly string[];
  onField: (field: FieldDesign) => void;
}

function Question({ field, at, language, taken, onField }: QuestionProps) {
  const name = `question-${at}`;
  const turn = (kind: string): void => onField({ ...field, kind: kind as FieldDesign["kind"], key: freeKey(kind, taken.filter((key) => key !== field.key)) });
  return (
    <>
      <Field name={`${name}-kind`} label={t("widget.kind")}>
        {({ id }) => <Select id={id} label={t("widget.kind")} value={field.kind} choices={FIELD_KINDS.map((value) => ({ value, label: t(`widget.kind_${value}`) }))} onChoose={turn} />}
      </Field>
      <LanguageField name={name} label={t("widget.question")} texts={field.label} language={language} maxLength={100} help={t("widget.question_help")} onTexts={(label) => onField({ ...field, label })} />
      {(field.kind === "choice" || field.kind === "topic") && (
        <Field name={`${name}-options`} label={t("widget.options")}>
          {(more) => <textarea class="input" rows={3} dir="auto" value={field.options.map(({ value }) => value).join("\n")} onChange={(event) => onField({ ...field, options: optionsIn(event.currentTarget.value, field.options) })} {...more} />}
        </Field>
      )}
      <Check label={t("widget.required")} checked={field.is_required} onCheck={(is_required) => onField({ ...field, is_required })} />
    </>
  );
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
