/** How tickets find their agent: each team's rules, and when agents count as away. */
import { useState } from "preact/hooks";
import { Icon } from "../parts/icon";
import { workspace } from "../session";
import { t } from "../text";
import { PresenceSettings } from "./presence_settings";
import { TeamRulesDialog } from "./team_rules";

interface Edited { id: number; name: string }

export function Routing() {
  const [edited, setEdited] = useState<Edited | null>(null);
  const pulled = workspace.value?.pull_team_ids ?? [];
  const teams: Edited[] = [...(workspace.value?.teams ?? []), { id: 0, name: t("routing.no_team") }];
  return (
    <>
      <p class="muted">{t("routing.text")}</p>
      <ul class="card lines">
        {teams.map((team) => (
          <li key={team.id} class="line">
            <span class="line-main">
              <strong>{team.name}</strong>
              <span class="muted small-text">{t(pulled.includes(team.id) ? "routing.pulls" : "routing.given")}</span>
            </span>
            <button type="button" class="button small" onClick={() => setEdited({ id: team.id, name: team.name })} aria-label={t("routing.edit", { name: team.name })}>
              <Icon name="settings" size={14} /> {t("routing.rules")}
            </button>
          </li>
        ))}
      </ul>
      <PresenceSettings />
      {edited && <TeamRulesDialog team={edited} onClose={() => setEdited(null)} />}
    </>
  );
}
