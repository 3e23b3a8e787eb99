/** What an agent has chosen, changed by a supervisor: for one who went home and forgot. */
import { api } from "../api";
import { Select } from "../parts/select";
import { STATUSES } from "../presence_switch";
import { presence } from "../session";
import type { Agent } from "../store/types";
import { t } from "../text";
import { tell } from "../toasts";

export function AgentPresence({ agent }: { agent: Agent }) {
  const status = presence.value.get(agent.id)?.status ?? "offline";
  return (
    <Select
      label={t("presence.of", { name: agent.name })}
      value={status}
      icon={<span class={`presence-dot presence-${status}`} aria-hidden="true" />}
      choices={STATUSES.map((value) => ({ value, label: t(`presence.${value}`) }))}
      onChoose={(value) => void api("PUT", `/api/agents/${agent.id}/presence`, { status: value }).catch(tell)}
    />
  );
}
