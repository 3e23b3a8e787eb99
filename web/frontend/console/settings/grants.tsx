/** What decides which tickets an agent gets: role, teams, skills with levels, languages. */
import { Select } from "../parts/select";
import { SkillLevels } from "../parts/skill_levels";
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
