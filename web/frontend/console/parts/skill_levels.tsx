/** Which skills, at which level: of an agent, of a rule, of a ticket. */
import { workspace } from "../session";
import type { SkillLevel } from "../store/types";
import { t } from "../text";
import { Select } from "./select";

const LEVELS = [0, 1, 2, 3, 4, 5] as const;

interface Props {
  skills: readonly SkillLevel[];
  onChange: (skills: SkillLevel[]) => void;
  legend?: string;
  /** What level 0 is called. */
  none?: string;
}

export function SkillLevels({ skills, onChange, legend = t("agents.skills"), none = t("agents.no_skill") }: Props) {
  const all = workspace.value?.skills ?? [];
  const levelOf = (id: number): number => skills.find(({ skill_id }) => skill_id === id)?.level ?? 0;
  const set = (id: number, level: number): void => {
    const others = skills.filter(({ skill_id }) => skill_id !== id);
    onChange(level > 0 ? [...others, { skill_id: id, level }] : others);
  };
  return (
    <fieldset class="field">
      <legend>{legend}</legend>
      {all.length === 0 && <p class="muted small-text">{t("skills.none")}</p>}
      <div class="levels">
        {all.map(({ id, name }) => (
          <label key={id} class="level">
            <span>{name}</span>
            <Select label={t("agents.level_of", { name })} value={String(levelOf(id))} choices={LEVELS.map((level) => ({ value: String(level), label: level === 0 ? none : t(`level.${level}`) }))} onChoose={(level) => set(id, Number(level))} />
          </label>
        ))}
      </div>
    </fieldset>
  );
}
