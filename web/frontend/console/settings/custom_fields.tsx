/** Custom fields of customers, organisations and tickets. */
import { useState } from "preact/hooks";
import { api } from "../api";
import { definitions, labelOf, reloadDefinitions } from "../customers/definitions";
import type { CustomField, FieldEntity, FieldKind, FieldChoice } from "../customers/types";
import { Dialog } from "../parts/dialog";
import { Icon } from "../parts/icon";
import { Select } from "../parts/select";
import { Failed, Skeleton } from "../parts/states";
import { LOCALES, languageName, locale, t } from "../text";
import { tell } from "../toasts";
import { useData } from "./data";
import { Check, Field, TextField, useSaving } from "./form";

const ENTITIES: readonly FieldEntity[] = ["customer", "organisation", "ticket"];
const KINDS: readonly FieldKind[] = ["text", "number", "date", "yes_no", "choice", "several"];

export default function CustomFields() {
  const { value: fields, error, reload } = useData<CustomField[]>("/api/custom-fields");
  const [edited, setEdited] = useState<CustomField | FieldEntity | null>(null);
  if (error) return <Failed error={error} retry={reload} />;
  if (!fields) return <Skeleton rows={4} />;
  const changed = (): void => {
    reload();
    if (definitions.peek() !== null) void reloadDefinitions();
  };
  return (
    <>
      <p class="muted">{t("custom_fields.text")}</p>
      {ENTITIES.map((entity) => (
        <section key={entity} class="custom-fields">
          <h3 class="settings-subtitle">{t(`custom_fields.entity.${entity}`)}</h3>
          <Lines fields={fields.filter((field) => field.entity === entity)} onEdit={setEdited} onChange={changed} />
          <button type="button" class="button small" onClick={() => setEdited(entity)}><Icon name="plus" size={14} /> {t("custom_fields.add")}</button>
        </section>
      ))}
      {edited && <FieldDialog field={typeof edited === "string" ? null : edited} entity={typeof edited === "string" ? edited : edited.entity} onClose={() => (setEdited(null), changed())} />}
    </>
  );
}

function Lines({ fields, onEdit, onChange }: { fields: readonly CustomField[]; onEdit: (field: CustomField) => void; onChange: () => void }) {
  const patch = (field: CustomField, body: object): void => void api("PATCH", `/api/custom-fields/${field.id}`, body).then(onChange, tell);
  if (fields.length === 0) return <p class="muted">{t("custom_fields.none")}</p>;
  return (
    <ol class="card lines">
      {fields.map((field, at) => {
        const name = labelOf(field.labels);
        const isArchived = field.archived_at !== null;
        return (
          <li key={field.id} class={`line ${isArchived ? "is-inactive" : ""}`}>
            <span class="line-main">
              <strong dir="auto">{name}</strong>
              <span class="muted small-text">{[t(`custom_fields.kind.${field.kind}`), field.key, field.is_required && t("custom_fields.required"), isArchived && t("custom_fields.archived")].filter(Boolean).join(" · ")}</span>
            </span>
            {!isArchived && <button type="button" class="icon-button" disabled={at === 0} aria-label={t("rules.up", { name })} onClick={() => patch(field, { position: field.position - 1 })}><Icon name="arrow_up" size={16} /></button>}
            {!isArchived && <button type="button" class="icon-button" disabled={at === fields.length - 1} aria-label={t("rules.down", { name })} onClick={() => patch(field, { position: field.position + 1 })}><Icon name="arrow_down" size={16} /></button>}
            <button type="button" class="button small" onClick={() => patch(field, { is_archived: !isArchived })}>{t(isArchived ? "custom_fields.restore" : "custom_fields.archive")}</button>
            <button type="button" class="button small" onClick={() => onEdit(field)} aria-label={t("form.edit", { name })}><Icon name="pencil" size={14} /> {t("action.edit")}</button>
          </li>
        );
      })}
    </ol>
  );
}

function FieldDialog({ field, entity, onClose }: { field: CustomField | null; entity: FieldEntity; onClose: () => void }) {
  const [key, setKey] = useState(field?.key ?? "");
  const [kind, setKind] = useState<FieldKind>(field?.kind ?? "text");
  const [labels, setLabels] = useState<Record<string, string>>({ ...field?.labels });
  const [choices, setChoices] = useState((field?.choices ?? []).map((one) => `${one.key} = ${labelOf(one.labels)}`).join("\n"));
  const [isRequired, setRequired] = useState(field?.is_required ?? false);
  const saving = useSaving(t("form.saved"));
  const hasChoices = kind === "choice" || kind === "several";
  const save = async (event: Event): Promise<void> => {
    event.preventDefault();
    const body = { labels, is_required: isRequired, ...(hasChoices && { choices: choicesIn(choices, field?.choices ?? []) }) };
    const work = (): Promise<unknown> => (field ? api("PATCH", `/api/custom-fields/${field.id}`, body) : api("POST", "/api/custom-fields", { ...body, entity, key: key.trim(), kind }));
    if (await saving.run(work)) onClose();
  };
  return (
    <Dialog title={field ? t("form.edit", { name: labelOf(field.labels) }) : `${t("custom_fields.add")}: ${t(`custom_fields.entity.${entity}`)}`} onClose={onClose}>
      <form onSubmit={(event) => void save(event)}>
        {LOCALES.map((tag) => <TextField key={tag} name={`label-${tag}`} label={t("custom_fields.label", { language: languageName(tag) })} value={labels[tag] ?? ""} onText={(text) => setLabels({ ...labels, [tag]: text })} maxLength={120} problem={tag === locale.value ? saving.problems["labels"] : undefined} />)}
        {!field && <TextField name="key" label={t("custom_fields.key")} help={t("custom_fields.key_help")} value={key} onText={setKey} maxLength={60} problem={saving.problems["key"]} required />}
        {!field && <Field name="kind" label={t("custom_fields.kind")}>{({ id }) => <Select id={id} label={t("custom_fields.kind")} value={kind} choices={KINDS.map((value) => ({ value, label: t(`custom_fields.kind.${value}`) }))} onChoose={(value) => setKind(value as FieldKind)} />}</Field>}
        {hasChoices && <Field name="choices" label={t("custom_fields.choices")} problem={saving.problems["choices"]}>{(attributes) => <textarea class="input" rows={5} dir="auto" value={choices} onInput={(event) => setChoices(event.currentTarget.value)} {...attributes} />}</Field>}
        <Check label={t("custom_fields.required")} checked={isRequired} onCheck={setRequired} />
        <footer class="dialog-foot"><button type="submit" class="button primary" disabled={saving.isBusy}>{t("action.save")}</button></footer>
      </form>
    </Dialog>
  );
}

/** "gold = Gold", one a line; names in other languages stay as they were. */
function choicesIn(text: string, before: readonly FieldChoice[]): FieldChoice[] {
  return text.split("\n").filter((line) => line.trim() !== "").map((line) => {
    const [key = "", ...rest] = line.split("=");
    const name = rest.join("=").trim() || key.trim();
    const known = before.find((one) => one.key === key.trim())?.labels ?? {};
    return { key: key.trim(), labels: { ...known, [locale.value]: name } };
  });
}
