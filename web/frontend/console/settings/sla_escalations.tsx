/** What is done by itself at a warning or a breach: who is told, and what changes. */
import { Icon } from "../parts/icon";
import { Select } from "../parts/select";
import { workspace } from "../session";
import { TARGETS } from "../store/service_level";
import type { Priority } from "../store/types";
import { t } from "../text";
import { Check, Checks, Field } from "./form";
import { PRIORITIES, type Escalation, type Notified } from "./sla_types";

const NONE = "";

interface Props {
  escalations: readonly Escalation[];
  hasWarning: boolean;
  problems: Readonly<Record<string, string>>;
  onChange: (escalations: Escalation[]) => void;
}

export function Escalations({ escalations, hasWarning, problems, onChange }: Props) {
  const put = (at: number, change: Partial<Escalation>): void => onChange(escalations.map((one, place) => (place === at ? { ...one, ...change } : one)));
  return (
    <fieldset class="field escalations">
      <legend>{t("escalation.title")}</legend>
      {escalations.map((one, at) => (
        <div key={at} class="escalation" role="group" aria-label={t("escalation.nth", { count: at + 1 })}>
          <OneEscalation at={at} escalation={one} onChange={(change) => put(at, change)} onRemove={() => onChange(escalations.filter((_, place) => place !== at))} />
          {!hasWarning && one.at === "warning" && <p class="mark mark-warn"><Icon name="alert" size={12} /> {t("escalation.no_warning")}</p>}
          {problems[`escalations[${at}]`] && <p class="field-problem" role="alert"><Icon name="alert" size={14} /> {t("escalation.does_nothing")}</p>}
        </div>
      ))}
      <button type="button" class="button small" onClick={() => onChange([...escalations, { at: "breach", notify: { supervisors: true } }])}><Icon name="plus" size={14} /> {t("escalation.add")}</button>
    </fieldset>
  );
}

function OneEscalation({ at, escalation, onChange, onRemove }: { at: number; escalation: Escalation; onChange: (change: Partial<Escalation>) => void; onRemove: () => void }) {
  const { targets = [], priority = null, team_id = null, unassign = false, notify } = escalation;
  const teams = [{ value: NONE, label: t("rules.as_it_is") }, ...(workspace.value?.teams ?? []).map(({ id, name }) => ({ value: String(id), label: name }))];
  const priorities = [{ value: NONE, label: t("rules.as_it_is") }, ...PRIORITIES.map((value) => ({ value, label: t(`priority.${value}`) }))];
  return (
    <>
      <div class="line">
        <Select label={t("escalation.when")} value={escalation.at} choices={(["warning", "breach"] as const).map((value) => ({ value, label: t(`escalation.at_${value}`) }))} onChoose={(value) => onChange({ at: value as Escalation["at"] })} />
        <span class="line-main" />
        <button type="button" class="icon-button" aria-label={t("escalation.remove", { count: at + 1 })} onClick={onRemove}><Icon name="trash" size={16} /></button>
      </div>
      <Checks legend={t("escalation.targets")} help={t("escalation.targets_help")} choices={TARGETS.map((value) => ({ value, label: t(`sla.${value}`) }))} chosen={targets} onChoose={(chosen) => onChange({ targets: chosen })} />
      <Told notify={notify ?? {}} onChange={(next) => onChange({ notify: next })} />
      <details open={priority !== null || team_id !== null || unassign}>
        <summary>{t("escalation.changes")}</summary>
        <div class="field-pair">
          <Field name={`escalation-priority-${at}`} label={t("ticket.priority")}>
            {({ id }) => <Select id={id} label={t("ticket.priority")} value={priority ?? NONE} choices={priorities} onChoose={(value) => onChange({ priority: value === NONE ? null : (value as Priority) })} />}
          </Field>
          <Field name={`escalation-team-${at}`} label={t("ticket.team")}>
            {({ id }) => <Select id={id} label={t("ticket.team")} value={String(team_id ?? NONE)} choices={teams} onChoose={(value) => onChange({ team_id: value === NONE ? null : Number(value) })} />}
          </Field>
        </div>
        <Check label={t("escalation.unassign")} help={t("escalation.unassign_help")} checked={unassign} onCheck={(isOn) => onChange({ unassign: isOn })} />
      </details>
    </>
  );
}

function Told({ notify, onChange }: { notify: Notified; onChange: (notify: Notified) => void }) {
  const agents = (workspace.value?.agents ?? []).filter((agent) => agent.is_active || notify.agent_ids?.includes(agent.id));
  const chosen = notify.agent_ids ?? [];
  return (
    <>
      <fieldset class="field checks">
        <legend>{t("escalation.tell")}</legend>
        <Check label={t("escalation.assignee")} checked={notify.assignee ?? false} onCheck={(assignee) => onChange({ ...notify, assignee })} />
        <Check label={t("escalation.supervisors")} checked={notify.supervisors ?? false} onCheck={(supervisors) => onChange({ ...notify, supervisors })} />
      </fieldset>
      <details open={chosen.length > 0}>
        <summary>{t("escalation.agents")}</summary>
        <Checks legend={t("escalation.agents")} choices={agents.map(({ id, name }) => ({ value: id, label: name }))} chosen={chosen} onChoose={(agent_ids) => onChange({ ...notify, agent_ids })} />
      </details>
    </>
  );
}
