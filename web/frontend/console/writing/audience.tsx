/** For whom something is kept: oneself, a team, everybody. */
import { Select } from "../parts/select";
import { isAdmin, isSupervisor, myTeams, workspace } from "../session";
import { Field } from "../settings/form";
import { t } from "../text";
import type { Audience } from "./types";

export interface Shown { audience: Audience; team_id: number | null }

export function AudienceFields({ value, onChange, problem }: { value: Shown; onChange: (value: Shown) => void; problem?: string | undefined }) {
  const teams = isAdmin() ? (workspace.value?.teams ?? []) : myTeams.value;
  const kinds: Audience[] = ["private", ...(teams.length > 0 || value.audience === "team" ? ["team" as const] : []), ...(isSupervisor() || value.audience === "all" ? ["all" as const] : [])];
  const choose = (audience: Audience): void => onChange({ audience, team_id: audience === "team" ? (value.team_id ?? teams[0]?.id ?? null) : null });
  return (
    <div class="two-columns">
      <Field name="audience" label={t("shared.audience")}>
        {({ id }) => <Select id={id} label={t("shared.audience")} value={value.audience} choices={kinds.map((kind) => ({ value: kind, label: t(`shared.${kind}`) }))} onChoose={(kind) => choose(kind as Audience)} />}
      </Field>
      {value.audience === "team" && (
        <Field name="team" label={t("shared.team_name")} problem={problem}>
          {({ id }) => <Select id={id} label={t("shared.team_name")} value={String(value.team_id ?? "")} choices={teams.map(({ id, name }) => ({ value: String(id), label: name }))} onChoose={(chosen) => onChange({ ...value, team_id: Number(chosen) })} />}
        </Field>
      )}
    </div>
  );
}

export function audienceLabel({ audience, team_id }: Shown): string {
  if (audience !== "team") return t(`shared.${audience}`);
  return workspace.value?.teams.find(({ id }) => id === team_id)?.name ?? t("shared.team");
}
