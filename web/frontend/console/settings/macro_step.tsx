/** What one step of a macro needs to be told. */
import { fieldsOf, labelOf } from "../customers/definitions";
import { Control } from "../customers/fields";
import type { CustomField } from "../customers/types";
import { Select, type Choice } from "../parts/select";
import { SkillLevels } from "../parts/skill_levels";
import { workspace } from "../session";
import type { Priority } from "../store/types";
import { t } from "../text";
import { statusName, typeName } from "../ticket/names";
import type { Step, StepKind, Template } from "../writing/types";

/** The fields that a step of this kind may write. */
export function fieldsFor(kind: StepKind): readonly CustomField[] {
  return fieldsOf(kind === "customer_field" ? "customer" : "ticket").filter(({ archived_at }) => archived_at === null);
}

const PRIORITIES: readonly Priority[] = ["urgent", "high", "normal", "low"];
interface Props { step: Step; templates: readonly Template[]; onChange: (step: Step) => void }

export function StepFields({ step, templates, onChange }: Props) {
  return (
    <span class="grow step-fields">
      <span class="step-name">{t(`step.${step.do}`)}</span> {fields({ step, templates, onChange })}
    </span>
  );
}

function fields({ step, templates, onChange }: Props) {
  const desk = workspace.value!;
  const choose = (value: string, choices: Choice[], onChoose: (value: string) => void) => <Select label={t(`step.${step.do}`)} value={value} choices={choices} onChoose={onChoose} />;
  switch (step.do) {
    case "status":
      return choose(String(step.status_id), desk.statuses.map((one) => ({ value: String(one.id), label: statusName(one) })), (id) => onChange({ ...step, status_id: Number(id) }));
    case "priority":
      return choose(step.priority, PRIORITIES.map((value) => ({ value, label: t(`priority.${value}`) })), (value) => onChange({ ...step, priority: value as Priority }));
    case "type":
      return choose(String(step.type_id), desk.types.map((one) => ({ value: String(one.id), label: typeName(one) })), (id) => onChange({ ...step, type_id: Number(id) }));
    case "team":
      return choose(String(step.team_id ?? ""), [{ value: "", label: t("step.no_team") }, ...desk.teams.map(({ id, name }) => ({ value: String(id), label: name }))], (id) => onChange({ ...step, team_id: id ? Number(id) : null }));
    case "assignee":
      return choose(String(step.agent_id ?? ""), [{ value: "me", label: t("step.me") }, { value: "", label: t("step.nobody") }, ...desk.agents.filter(({ is_active }) => is_active).map(({ id, name }) => ({ value: String(id), label: name }))], (id) => onChange({ ...step, agent_id: id === "me" ? "me" : id ? Number(id) : null }));
    case "skills":
      return <SkillLevels skills={step.skills} onChange={(skills) => onChange({ ...step, skills })} legend={t("step.skills")} />;
    case "add_tags":
    case "remove_tags":
      return <input class="input" dir="auto" aria-label={t(`step.${step.do}`)} placeholder={t("step.tags_hint")} defaultValue={step.tags.join(", ")} onInput={(event) => onChange({ ...step, tags: words(event.currentTarget.value) })} />;
    case "field":
    case "customer_field": {
      const known = fieldsFor(step.do);
      const field = known.find(({ key }) => key === step.key);
      return (
        <>
          {choose(step.key, known.map(({ key, labels }) => ({ value: key, label: labelOf(labels) })), (key) => onChange({ ...step, key, value: null }))}
          {field && <Control id={`step-${step.do}-${field.key}`} field={field} value={step.value} change={(value) => onChange({ ...step, value })} />}
        </>
      );
    }
    case "snooze":
      return <label><input class="input hours" type="number" min={0.25} max={8_760} step={0.25} value={step.minutes / 60} onInput={(event) => onChange({ ...step, minutes: Math.max(1, Math.round(Number(event.currentTarget.value) * 60)) })} /> {t("step.hours")}</label>;
    case "reply":
    case "note":
      return choose(String(step.template_id), templates.map(({ id, name }) => ({ value: String(id), label: name })), (id) => onChange({ ...step, template_id: Number(id) }));
    case "follow":
      return null;
  }
}

function words(text: string): string[] {
  return text.split(",").map((word) => word.trim()).filter(Boolean);
}
