/** Other skills: who would know what, and how well. */
import { Icon } from "../parts/icon";
import { Select } from "../parts/select";
import { agentName, workspace } from "../session";
import { t } from "../text";
import type { Plan } from "./types";

type Taught = NonNullable<Plan["skills"]>;

export function SkillChanges({ changes, onChange }: { changes: Taught; onChange: (changes: Taught) => void }) {
  const [agents, skills] = [workspace.value?.agents ?? [], workspace.value?.skills ?? []];
  const [agent, skill] = [agents[0], skills[0]];
  if (!agent || !skill) return null;
  const put = (at: number, change: Partial<Taught[number]>): void => onChange(changes.map((one, place) => (place === at ? { ...one, ...change } : one)));
  return (
    <fieldset class="field">
      <legend>{t("planning.skills")}</legend>
      <div class="planning-changes">
        {changes.map((one, at) => (
          <div key={at} class="planning-change" role="group" aria-label={`${agentName(one.agent_id)}: ${one.skill}`}>
            <Select label={t("planning.agent")} value={String(one.agent_id)} choices={agents.map(({ id, name }) => ({ value: String(id), label: name }))} onChoose={(id) => put(at, { agent_id: Number(id) })} />
            <Select label={t("planning.skill")} value={one.skill} choices={skills.map(({ name }) => ({ value: name, label: name }))} onChoose={(name) => put(at, { skill: name })} />
            <Select label={t("planning.level")} value={String(one.level)} choices={[0, 1, 2, 3, 4, 5].map((level) => ({ value: String(level), label: level ? t("planning.level_of", { level }) : t("planning.level_none") }))} onChoose={(level) => put(at, { level: Number(level) })} />
            <button type="button" class="icon-button remove" aria-label={t("planning.remove", { name: `${agentName(one.agent_id)}, ${one.skill}` })} onClick={() => onChange(changes.filter((_, place) => place !== at))}><Icon name="trash" size={16} /></button>
          </div>
        ))}
      </div>
      <button type="button" class="button" disabled={changes.length >= 100} onClick={() => onChange([...changes, { agent_id: agent.id, skill: skill.name, level: 3 }])}><Icon name="plus" size={16} /> {t("planning.add_skill")}</button>
    </fieldset>
  );
}
