/** The panel that changes which skills a ticket asks for. */
import { useState } from "preact/hooks";
import { setSkills } from "../actions";
import { Icon } from "../parts/icon";
import { SkillLevels } from "../parts/skill_levels";
import { agentName, agentOf } from "../session";
import type { Row, SkillLevel } from "../store/types";
import { t } from "../text";
import { skillName } from "./reasons";

export default function SkillsEdit({ row, asked, onDone }: { row: Row; asked: readonly SkillLevel[]; onDone: () => void }) {
  const [skills, setChosen] = useState(asked);
  const [isBusy, setBusy] = useState(false);
  const lacking = asked.filter((skill) => row.assignee_id !== null && levelOf(row.assignee_id, skill.skill_id) < skill.level);
  const save = async (event: Event): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    if (await setSkills(row.id, skills)) onDone();
    setBusy(false);
  };
  return (
    <form class="why-card" onSubmit={(event) => void save(event)}>
      <p class="muted">{t("ticket.skills_text")}</p>
      {lacking.map((skill) => (
        <p key={skill.skill_id} class="mark mark-warn">
          <Icon name="alert" size={14} /> {t("ticket.skill_lacking", { name: agentName(row.assignee_id), skill: inWords(skill) })}
        </p>
      ))}
      <SkillLevels skills={skills} onChange={setChosen} legend={t("ticket.skills")} none={t("ticket.skill_not_asked")} />
      <button type="submit" class="button primary" disabled={isBusy}>{t("action.save")}</button>
    </form>
  );
}

function inWords({ skill_id, level }: SkillLevel): string {
  return `${skillName(String(skill_id))} ${level}`;
}

function levelOf(agentId: number, skillId: number): number {
  return agentOf(agentId)?.skills.find(({ skill_id }) => skill_id === skillId)?.level ?? 0;
}
