/** How much an agent takes at once, changed by a supervisor and in force at once. */
import { api } from "../api";
import { Select } from "../parts/select";
import type { Agent } from "../store/types";
import { t } from "../text";
import { tell } from "../toasts";

const USUAL = [4, 6, 8, 10, 12, 16, 20, 24, 30, 40];

export function AgentCapacity({ agent }: { agent: Agent }) {
  const units = [...new Set([...USUAL, agent.capacity_units])].sort((one, other) => one - other);
  return (
    <Select
      label={t("routing.capacity_of", { name: agent.name })}
      value={String(agent.capacity_units)}
      choices={units.map((count) => ({ value: String(count), label: t("routing.units", { count }) }))}
      onChoose={(value) => void api("PUT", `/api/agents/${agent.id}/capacity`, { capacity_units: Number(value) }).catch(tell)}
    />
  );
}
