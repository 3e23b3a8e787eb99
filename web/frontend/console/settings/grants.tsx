/** What decides which tickets an agent gets: role, teams, skills with levels, languages. */
import { Select } from "../parts/select";
import { workspace } from "../session";
import type { Role, SkillLevel } from "../store/types";
import { languageName, t } from "../text";
import { Checks, Field } from "./form";

export interface Grants {
  role: Role;
  team_ids: number[];
  skills: SkillLevel[];
  languages: string[];
}

const ROLES: readonly Role[] = ["agent", "supervisor", "admin"];
const LEVELS = [0, 1, 2, 3, 4, 5] as const;

export function GrantFields({ grants, onChange, problems }: { grants: Grants; onChange: (grants: Grants) => void; problems: Readonly<Record<string, string>> }) {
  const desk = workspace.value!;
  return (
    <>
      <Field name="role" label={t("agents.role")} help={t(`role.${grants.role}_text`)} problem={problems["role"]}>
        {({ id }) => <Select id={id} label={t("agents.role")} value={grants.role} choices={ROLES.map((value) => ({ value, label: t(`role.${value}`) }))} onChoose={(role) => onChange({ ...grants, role: role as Role })} />}
      </Field>
      <Checks legend={t("settings.teams")} choices={desk.teams.map(({ id, name }) => ({ value: id, label: name }))} chosen={grants.team_ids} onChoose={(team_ids) => onChange({ ...grants, team_ids })} />
      <Checks legend={t("agents.languages")} help={t("agents.languages_help")} choices={desk.languages.map((value) => ({ value, label: languageName(value) }))} chosen={grants.languages} onChoose={(languages) => onChange({ ...grants, languages })} />
      <SkillLevels skills={grants.skills} onChange={(skills) => onChange({ ...grants, skills })} />
    </>
  );
}

export function SkillLevels({ skills, onChange }: { skills: readonly SkillLevel[]; onChange: (skills: SkillLevel[]) => void }) {
  const all = workspace.value?.skills ?? [];
  const levelOf = (id: number): number => skills.find(({ skill_id }) => skill_id === id)?.level ?? 0;
  const set = (id: number, level: number): void => {
    const others = skills.filter(({ skill_id }) => skill_id !== id);
    onChange(level > 0 ? [...others, { skill_id: id, level }] : others);
  };
  return (
    <fieldset class="field">
      <legend>{t("agents.skills")}</legend>
      {all.length === 0 && <p class="muted small-text">{t("skills.none")}</p>}
      <div class="levels">
        {all.map(({ id, name }) => (
          <label key={id} class="level">
            <span>{name}</span>
            <Select label={t("agents.level_of", { name })} value={String(levelOf(id))} choices={LEVELS.map((level) => ({ value: String(level), label: level === 0 ? t("agents.no_skill") : t(`level.${level}`) }))} onChoose={(level) => set(id, Number(level))} />
          </label>
        ))}
      </div>
    </fieldset>
  );
}
