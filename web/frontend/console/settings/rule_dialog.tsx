/** One rule: when it fits, and what it decides. */
import { useState } from "preact/hooks";
import { api } from "../api";
import { Dialog } from "../parts/dialog";
import { Icon } from "../parts/icon";
import { Select } from "../parts/select";
import { SkillLevels } from "../parts/skill_levels";
import { SureButton } from "../parts/sure_button";
import { workspace } from "../session";
import type { Priority } from "../store/types";
import { languageName, t } from "../text";
import { typeName } from "../ticket/names";
import { changesOf } from "./as_seen";
import { Check, Checks, Field, TextField, useSaving } from "./form";
import { SegmentChecks } from "./segment_checks";
import type { Conditions, Outcome, Rule } from "./rule_types";

const NONE = "";
const PRIORITIES: readonly Priority[] = ["urgent", "high", "normal", "low"];

export function RuleDialog({ rule, onClose }: { rule: Rule | null; onClose: () => void }) {
  const [name, setName] = useState(rule?.name ?? "");
  const [words, setWords] = useState((rule?.conditions.words ?? []).join("\n"));
  const [without, setWithout] = useState((rule?.conditions.without_words ?? []).join("\n"));
  const [senders, setSenders] = useState((rule?.conditions.senders ?? []).join("\n"));
  const [conditions, setConditions] = useState<Conditions>(rule?.conditions ?? {});
  const [actions, setActions] = useState<Outcome>(rule?.actions ?? {});
  const saving = useSaving(t("form.saved"));
  const save = async (event: Event): Promise<void> => {
    event.preventDefault();
    const body = { name: name.trim(), conditions: { ...conditions, words: lines(words), without_words: lines(without), senders: lines(senders) }, actions: decisionsOf(actions) };
    if (await saving.run(() => (rule ? api("PATCH", `/api/rules/${rule.id}`, changesOf(rule, body, saving)) : api("POST", "/api/rules", body)))) onClose();
  };
  const remove = async (): Promise<void> => {
    if (rule && (await saving.run(() => api("DELETE", `/api/rules/${rule.id}`)))) onClose();
  };
  return (
    <Dialog title={rule ? t("form.edit", { name: rule.name }) : t("rules.add")} onClose={onClose}>
      <form onSubmit={(event) => void save(event)}>
        <TextField name="name" label={t("form.name")} value={name} onText={setName} problem={saving.problems["name"]} maxLength={120} required />
        <h3 class="settings-subtitle">{t("rules.when")}</h3>
        <Lines name="words" label={t("rules.words")} help={t("rules.words_help")} value={words} onText={setWords} problem={saving.problems["words"] ?? saving.problems["conditions"]} />
        <Lines name="without" label={t("rules.without")} help={t("rules.words_help")} value={without} onText={setWithout} problem={saving.problems["without_words"]} />
        <Lines name="senders" label={t("rules.senders")} help={t("rules.senders_help")} value={senders} onText={setSenders} problem={saving.problems["senders"]} />
        <Checks legend={t("rules.languages")} choices={workspace.value!.languages.map((value) => ({ value, label: languageName(value) }))} chosen={conditions.languages ?? []} onChoose={(languages) => setConditions({ ...conditions, languages })} />
        <Checks legend={t("rules.channels")} choices={workspace.value!.channels.map(({ id, name }) => ({ value: id, label: name }))} chosen={conditions.channel_ids ?? []} onChoose={(channel_ids) => setConditions({ ...conditions, channel_ids })} />
        <SegmentChecks chosen={conditions.segment_ids ?? []} onChoose={(segment_ids) => setConditions({ ...conditions, segment_ids })} />
        <h3 class="settings-subtitle">{t("rules.then")}</h3>
        {saving.problems["actions"] && <p class="field-problem" role="alert"><Icon name="alert" size={14} /> {t("rules.decides_nothing")}</p>}
        <Decisions actions={actions} onChange={setActions} />
        <footer class="dialog-foot">
          {rule && (
            <SureButton className="button danger-button" disabled={saving.isBusy} onSure={() => void remove()}><Icon name="trash" size={14} /> {t("action.delete")}</SureButton>
          )}
          <button type="submit" class="button primary" disabled={saving.isBusy || name.trim() === ""}>{t("action.save")}</button>
        </footer>
      </form>
    </Dialog>
  );
}

function Decisions({ actions, onChange }: { actions: Outcome; onChange: (actions: Outcome) => void }) {
  const desk = workspace.value!;
  const keep = { value: NONE, label: t("rules.as_it_is") };
  const types = [keep, ...desk.types.map((one) => ({ value: String(one.id), label: typeName(one) }))];
  const teams = [keep, ...desk.teams.map(({ id, name }) => ({ value: String(id), label: name }))];
  const priorities = [keep, ...PRIORITIES.map((value) => ({ value, label: t(`priority.${value}`) }))];
  return (
    <>
      <Field name="type" label={t("ticket.type")}>
        {({ id }) => <Select id={id} label={t("ticket.type")} value={String(actions.type_id ?? NONE)} choices={types} onChoose={(value) => onChange({ ...actions, type_id: value === NONE ? null : Number(value) })} />}
      </Field>
      <Field name="priority" label={t("ticket.priority")}>
        {({ id }) => <Select id={id} label={t("ticket.priority")} value={actions.priority ?? NONE} choices={priorities} onChoose={(value) => onChange({ ...actions, priority: value === NONE ? null : (value as Priority) })} />}
      </Field>
      <Field name="team" label={t("ticket.team")}>
        {({ id }) => <Select id={id} label={t("ticket.team")} value={String(actions.team_id ?? NONE)} choices={teams} onChoose={(value) => onChange({ ...actions, team_id: value === NONE ? null : Number(value) })} />}
      </Field>
      <SkillLevels skills={actions.skills ?? []} onChange={(skills) => onChange({ ...actions, skills })} />
      <Check label={t("rules.stop")} checked={actions.stop ?? false} onCheck={(stop) => onChange({ ...actions, stop })} />
    </>
  );
}

function Lines({ name, label, help, value, onText, problem }: { name: string; label: string; help: string; value: string; onText: (value: string) => void; problem: string | undefined }) {
  return (
    <Field name={name} label={label} help={help} problem={problem}>
      {(attributes) => <textarea class="input" rows={3} dir="auto" value={value} onInput={(event) => onText(event.currentTarget.value)} {...attributes} />}
    </Field>
  );
}

/** Only what a rule can decide; the answer we got has more. */
function decisionsOf({ type_id = null, priority = null, team_id = null, skills = [], stop = false }: Outcome): Outcome {
  return { type_id, priority, team_id, skills, stop };
}

function lines(text: string): string[] {
  return text.split("\n").map((line) => line.trim()).filter(Boolean);
}
