/** One rule: what sets it off, what must hold, what it does; tried out before it is switched on. */
import { useEffect, useState } from "preact/hooks";
import { api } from "../api";
import { wantDefinitions } from "../customers/definitions";
import { FilterEdit } from "../lists/filter_edit";
import type { Filter } from "../lists/saved";
import { Dialog } from "../parts/dialog";
import { Icon } from "../parts/icon";
import { Select } from "../parts/select";
import { SureButton } from "../parts/sure_button";
import { changesOf } from "../settings/as_seen";
import { useData } from "../settings/data";
import { Check, Field, TextField, useSaving } from "../settings/form";
import { fieldsFor } from "../settings/macro_step";
import { tagsWith } from "../tags_known";
import { known, t } from "../text";
import { blank, StepEdit } from "./steps";
import { Trial } from "./trial";
import { TriggerFields } from "./trigger";
import { STEPS, type Automation, type Conditions, type Step, type Trigger } from "./types";

export interface Named { id: number; name: string; key?: string | null }
const EMPTY: Filter = { match: "all", conditions: [], groups: [] };

export function AutomationDialog({ automation, onClose }: { automation: Automation | null; onClose: () => void }) {
  const [name, setName] = useState(automation?.name ?? "");
  const [trigger, setTrigger] = useState<Trigger>(automation?.trigger ?? { on: "ticket.created" });
  const [conditions, setConditions] = useState<Conditions>(automation?.conditions ?? {});
  const [steps, setSteps] = useState<readonly Step[]>(automation?.steps ?? [blank("letter")]);
  const [follows_rules, setFollows] = useState(automation?.follows_rules ?? false);
  const calendars = useData<Named[]>("/api/calendars").value ?? [];
  const segments = useData<Named[]>("/api/segments").value ?? [];
  const saving = useSaving(t("form.saved"));
  useEffect(wantDefinitions, []);
  const save = async (event: Event): Promise<void> => {
    event.preventDefault();
    const body = { name: name.trim(), trigger, conditions, steps, follows_rules };
    if (await saving.run(() => (automation ? api("PATCH", `/api/automations/${automation.id}`, changesOf(automation, body, saving)) : api("POST", "/api/automations", body)))) onClose();
  };
  const remove = async (): Promise<void> => {
    if (automation && (await saving.run(() => api("DELETE", `/api/automations/${automation.id}`)))) onClose();
  };
  return (
    <Dialog title={automation ? t("form.edit", { name: automation.name }) : t("auto.add")} onClose={onClose} className="policy">
      <form onSubmit={(event) => void save(event)}>
        <TextField name="name" label={t("form.name")} value={name} onText={setName} problem={saving.problems["name"]} maxLength={120} required />
        <h3 class="settings-subtitle">{t("auto.when")}</h3>
        <TriggerFields trigger={trigger} calendars={calendars} onChange={setTrigger} problem={saving.problems["minutes"] ?? saving.problems["days_before"] ?? saving.problems["trigger"]} />
        <h3 class="settings-subtitle">{t("auto.if")}</h3>
        {(saving.problems["filter"] ?? saving.problems["hours"]) && <p class="field-problem" role="alert"><Icon name="alert" size={14} /> {t("auto.filter_problem")}</p>}
        <ConditionFields conditions={conditions} calendars={calendars} segments={segments} isRated={trigger.on === "ticket.rated"} onChange={setConditions} />
        <h3 class="settings-subtitle">{t("auto.then")}</h3>
        {(saving.problems["steps"] ?? saving.problems["texts"]) && <p class="field-problem" role="alert"><Icon name="alert" size={14} /> {t("auto.steps_problem")}</p>}
        <Steps steps={steps} onChange={setSteps} />
        <Check label={t("auto.follows")} help={t("auto.follows_help")} checked={follows_rules} onCheck={setFollows} />
        <Trial trigger={trigger} conditions={conditions} />
        <footer class="dialog-foot">
          {automation && <SureButton className="button danger-button" disabled={saving.isBusy} onSure={() => void remove()}><Icon name="trash" size={14} /> {t("action.delete")}</SureButton>}
          <button type="submit" class="button primary" disabled={saving.isBusy || name.trim() === "" || steps.length === 0}>{t("action.save")}</button>
        </footer>
      </form>
    </Dialog>
  );
}

function ConditionFields({ conditions, calendars, segments, isRated, onChange }: { conditions: Conditions; calendars: readonly Named[]; segments: readonly Named[]; isRated: boolean; onChange: (conditions: Conditions) => void }) {
  const { filter, hours = null, customer_tag_ids = [], segment_id = null, max_score = null } = conditions;
  const tags = tagsWith(customer_tag_ids);
  const left = tags.filter(({ id }) => !customer_tag_ids.includes(id));
  const hoursValue = hours ? `${hours.calendar_id}:${hours.is_open}` : "";
  const hoursChoices = calendars.flatMap(({ id, name }) => [true, false].map((isOpen) => ({ value: `${id}:${isOpen}`, label: t(isOpen ? "auto.hours_open" : "auto.hours_closed", { name }) })));
  const setHours = (value: string): void => {
    const [id, isOpen] = value.split(":");
    onChange({ ...conditions, hours: value ? { calendar_id: Number(id), is_open: isOpen === "true" } : null });
  };
  return (
    <>
      <FilterEdit filter={{ ...EMPTY, ...filter }} onChange={(next) => onChange({ ...conditions, filter: next })} />
      {tags.length > 0 && (
        <Field name="customer-tags" label={t("auto.customer_tags")}>
          {({ id }) => (
            <span class="filter-values">
              {tags.filter((tag) => customer_tag_ids.includes(tag.id)).map((tag) => (
                <button key={tag.id} type="button" class="chip tag-chip" aria-label={t("lists.tag_remove", { tag: tag.name })} onClick={() => onChange({ ...conditions, customer_tag_ids: customer_tag_ids.filter((one) => one !== tag.id) })}>{tag.name} <Icon name="x" size={12} /></button>
              ))}
              {left.length > 0 && <Select id={id} label={t("auto.customer_tags")} value="" choices={[{ value: "", label: "…" }, ...left.map((tag) => ({ value: String(tag.id), label: tag.name }))]} onChoose={(value) => value && onChange({ ...conditions, customer_tag_ids: [...customer_tag_ids, Number(value)] })} />}
            </span>
          )}
        </Field>
      )}
      {segments.length > 0 && (
        <Field name="segment" label={t("auto.segment")}>
          {({ id }) => <Select id={id} label={t("auto.segment")} value={String(segment_id ?? "")} choices={[{ value: "", label: t("auto.any_customer") }, ...segments.map(({ id: one, name, key }) => ({ value: String(one), label: (key && known("segments.", key)) || name }))]} onChoose={(value) => onChange({ ...conditions, segment_id: value ? Number(value) : null })} />}
        </Field>
      )}
      <Field name="hours" label={t("auto.hours_label")}>
        {({ id }) => <Select id={id} label={t("auto.hours_label")} value={hoursValue} choices={[{ value: "", label: t("auto.any_hours") }, ...hoursChoices]} onChoose={setHours} />}
      </Field>
      {isRated && (
        <Field name="score" label={t("auto.score")}>
          {({ id }) => <Select id={id} label={t("auto.score")} value={String(max_score ?? 5)} choices={[1, 2, 3, 4, 5].map((score) => ({ value: String(score), label: String(score) }))} onChoose={(score) => onChange({ ...conditions, max_score: Number(score) })} />}
        </Field>
      )}
    </>
  );
}

function Steps({ steps, onChange }: { steps: readonly Step[]; onChange: (steps: readonly Step[]) => void }) {
  return (
    <>
      <ol class="steps">
        {steps.map((step, at) => (
          <li key={`${at}${step.do}`} class="step-line">
            <StepEdit nth={at} step={step} onChange={(changed) => onChange(steps.map((one, place) => (place === at ? changed : one)))} />
            <button type="button" class="icon-button" aria-label={t("auto.remove_step", { count: at + 1 })} onClick={() => onChange(steps.filter((_, place) => place !== at))}><Icon name="x" size={16} /></button>
          </li>
        ))}
      </ol>
      {steps.length < 10 && <Select label={t("auto.add_step")} value="" choices={[{ value: "", label: t("auto.add_step") }, ...STEPS.filter((kind) => (kind !== "field" && kind !== "customer_field") || fieldsFor(kind).length > 0).map((kind) => ({ value: kind, label: t(`auto.do.${kind}`) }))]} onChoose={(kind) => kind && onChange([...steps, blank(kind as Step["do"])])} />}
    </>
  );
}
