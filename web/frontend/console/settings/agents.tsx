/** Who works here, and who is invited. */
import { useState } from "preact/hooks";
import { Avatar } from "../parts/avatar";
import { Icon } from "../parts/icon";
import { isAdmin, presence, teamOf, workspace } from "../session";
import type { Agent } from "../store/types";
import { languageName, t } from "../text";
import { AgentCapacity } from "./agent_capacity";
import { AgentPresence } from "./agent_presence";
import { AgentDialog } from "./agent_dialog";
import { Invitations } from "./invitations";
import { InviteDialog } from "./invite_dialog";

export function Agents() {
  const [edited, setEdited] = useState<Agent | null>(null);
  const [isInviting, setInviting] = useState(false);
  const [turn, setTurn] = useState(0);
  const agents = [...(workspace.value?.agents ?? [])].sort((one, other) => Number(other.is_active) - Number(one.is_active) || one.name.localeCompare(other.name));
  return (
    <>
      <ul class="card lines">
        {agents.map((agent) => (
          <li key={agent.id} class={`line ${agent.is_active ? "" : "is-inactive"}`}>
            <Avatar name={agent.name} id={agent.id} picture={agent.picture} size={36} online={presence.value.get(agent.id)?.online ?? false} />
            <span class="line-main">
              <span>
                <strong>{agent.name}</strong> <span class="chip">{t(`role.${agent.role}`)}</span>
                {agent.second_factor && <span class="chip"><Icon name="lock" size={12} /> {t("second_factor.has")}</span>}
                {!agent.is_active && <span class="chip">{t("agents.inactive")}</span>}
              </span>
              <span class="muted small-text">{summary(agent)}</span>
            </span>
            {agent.is_active && <AgentCapacity agent={agent} />}
            {agent.is_active && <AgentPresence agent={agent} />}
            {isAdmin() && <button type="button" class="button small" onClick={() => setEdited(agent)} aria-label={t("form.edit", { name: agent.name })}>
              <Icon name="pencil" size={14} /> {t("action.edit")}
            </button>}
          </li>
        ))}
      </ul>
      {isAdmin() && (
        <button type="button" class="button primary" onClick={() => setInviting(true)}>
          <Icon name="plus" size={16} /> {t("agents.invite")}
        </button>
      )}
      {isAdmin() && <Invitations key={turn} />}
      {edited && <AgentDialog agent={edited} onClose={() => setEdited(null)} />}
      {isInviting && <InviteDialog onClose={() => (setInviting(false), setTurn(turn + 1))} />}
    </>
  );
}

function summary(agent: Agent): string {
  const teams = agent.team_ids.map((id) => teamOf(id)?.name).filter(Boolean).join(", ");
  const skills = agent.skills.map(({ skill_id, level }) => `${workspace.value?.skills.find(({ id }) => id === skill_id)?.name ?? ""} ${level}`).join(", ");
  const languages = agent.languages.map(languageName).join(", ");
  return [teams, skills, languages, t("agents.capacity_short", { units: agent.capacity_units })].filter(Boolean).join(" · ");
}
