/** One policy: for which tickets, what is promised by when, when clocks stand still, what happens when it is late. */
import { useState } from "preact/hooks";
import { api } from "../api";
import { Dialog } from "../parts/dialog";
import { Select } from "../parts/select";
import { workspace } from "../session";
import { Removal } from "./removal";
import type { Category } from "../store/types";
import { tagsWith } from "../tags_known";
import { known, languageName, t } from "../text";
import { typeName } from "../ticket/names";
import { changesOf } from "./as_seen";
import { Check, Checks, Field, TextField, useSaving } from "./form";
import { SegmentChecks } from "./segment_checks";
import { Escalations } from "./sla_escalations";
import { Goals, unreadable } from "./sla_targets";
import { conditionsText } from "./sla_texts";
import { PAUSABLE, PRIORITIES, type Calendar, type Escalation, type Policy, type PolicyConditions, type Targets } from "./sla_types";

const NONE = "";
const KINDS = ["email", "telegram", "webchat"] as const;
const WARN_PERCENT = 75;

export function PolicyDialog({ policy, calendars, onClose }: { policy: Policy | null; calendars: readonly Calendar[]; onClose: () => void }) {
  const [name, setName] = useState(policy?.name ?? "");
  const [calendar, setCalendar] = useState(String(policy?.calendar_id ?? NONE));
  const [targets, setTargets] = useState<Targets>(policy?.targets ?? {});
  const [conditions, setConditions] = useState<PolicyConditions>(policy?.conditions ?? {});
  const [pauses, setPauses] = useState<Category[]>(policy?.pauses ?? ["pending", "on_hold"]);
  const [warn, setWarn] = useState(policy ? policy.warn_percent : WARN_PERCENT);
  const [escalations, setEscalations] = useState<Escalation[]>(policy?.escalations ?? [{ at: "breach", notify: { assignee: true } }]);
  const saving = useSaving(t("form.saved"));
  const save = async (event: Event): Promise<void> => {
    event.preventDefault();
    const body = { name: name.trim(), calendar_id: calendar === NONE ? null : Number(calendar), targets, conditions, pauses, warn_percent: warn, escalations };
    if (await saving.run(() => (policy ? api("PATCH", `/api/sla-policies/${policy.id}`, changesOf(policy, body, saving)) : api("POST", "/api/sla-policies", body)))) onClose();
  };
  const cannotSave = saving.isBusy || name.trim() === "" || unreadable(targets);
  return (
    <Dialog title={policy ? t("form.edit", { name: policy.name }) : t("policy.add")} onClose={onClose} className="policy">
      <form onSubmit={(event) => void save(event)}>
        <TextField name="name" label={t("form.name")} value={name} onText={setName} problem={saving.problems["name"]} maxLength={80} required />
        <Field name="calendar" label={t("policy.calendar")} help={t("policy.calendar_help")} problem={saving.problems["calendar_id"]}>
          {({ id }) => <Select id={id} label={t("policy.calendar")} value={calendar} choices={[{ value: NONE, label: t("policy.always") }, ...calendars.map((one) => ({ value: String(one.id), label: one.name }))]} onChoose={setCalendar} />}
        </Field>
        <Goals targets={targets} onChange={setTargets} problem={saving.problems["targets"]} />
        <details>
          <summary>{t("policy.for")}: <span class="muted">{conditionsText(conditions)}</span></summary>
          <Fitting conditions={conditions} onChange={setConditions} />
        </details>
        <Checks legend={t("policy.pauses")} help={t("policy.pauses_help")} choices={PAUSABLE.map((value) => ({ value, label: t(`category.${value}`) }))} chosen={pauses} onChoose={setPauses} />
        <div class="field">
          <Check label={t("policy.warns")} checked={warn !== null} onCheck={(isOn) => setWarn(isOn ? WARN_PERCENT : null)} />
          {warn !== null && <TextField name="warn" label={t("policy.warn_percent")} type="number" min={1} max={99} value={String(warn)} onText={(text) => setWarn(Number(text))} problem={saving.problems["warn_percent"]} required />}
        </div>
        <Escalations escalations={escalations} hasWarning={warn !== null} problems={saving.problems} onChange={setEscalations} />
        <footer class="dialog-foot">
          {policy && <Removal kind="sla-policies" item={policy} onDone={onClose} />}
          <button type="submit" class="button primary" disabled={cannotSave}>{t("action.save")}</button>
        </footer>
      </form>
    </Dialog>
  );
}

/** For which tickets: every list with something ticked must hold, by any entry of it. */
function Fitting({ conditions, onChange }: { conditions: PolicyConditions; onChange: (conditions: PolicyConditions) => void }) {
  const desk = workspace.value!;
  const tags = tagsWith(conditions.tag_ids ?? []);
  const byId = (list: readonly { id: number; name: string }[]): { value: number; label: string }[] => list.map(({ id, name }) => ({ value: id, label: name }));
  const set = (change: PolicyConditions): void => onChange({ ...conditions, ...change });
  return (
    <>
      <p class="muted small-text">{t("policy.for_help")}</p>
      <Checks legend={t("policy.channel_kinds")} choices={KINDS.map((value) => ({ value, label: known("channel.", value) ?? value }))} chosen={(conditions.channel_kinds ?? []) as (typeof KINDS)[number][]} onChoose={(channel_kinds) => set({ channel_kinds })} />
      <Checks legend={t("ticket.type")} choices={desk.types.map((type) => ({ value: type.id, label: typeName(type) }))} chosen={conditions.type_ids ?? []} onChoose={(type_ids) => set({ type_ids })} />
      <Checks legend={t("ticket.priority")} choices={PRIORITIES.map((value) => ({ value, label: t(`priority.${value}`) }))} chosen={conditions.priorities ?? []} onChoose={(priorities) => set({ priorities })} />
      {desk.teams.length > 0 && <Checks legend={t("ticket.team")} choices={byId(desk.teams)} chosen={conditions.team_ids ?? []} onChoose={(team_ids) => set({ team_ids })} />}
      {desk.channels.length > 1 && <Checks legend={t("rules.channels")} choices={byId(desk.channels)} chosen={conditions.channel_ids ?? []} onChoose={(channel_ids) => set({ channel_ids })} />}
      <Checks legend={t("rules.languages")} choices={desk.languages.map((value) => ({ value, label: languageName(value) }))} chosen={conditions.languages ?? []} onChoose={(languages) => set({ languages })} />
      <SegmentChecks chosen={conditions.segment_ids ?? []} onChoose={(segment_ids) => set({ segment_ids })} />
      {tags.length > 0 && <Checks legend={t("policy.tags")} choices={byId(tags)} chosen={conditions.tag_ids ?? []} onChoose={(tag_ids) => set({ tag_ids })} />}
    </>
  );
}
