/** Warns while somebody else is replying, so that a customer is not answered twice. */
import { Icon } from "../parts/icon";
import { agentName, myId, viewers } from "../session";
import type { Row } from "../store/types";
import { t } from "../text";

export function Guards({ row }: { row: Row }) {
  const replying = (viewers.value.get(row.id) ?? []).filter(({ agent_id, mode }) => mode === "replying" && agent_id !== myId());
  if (replying.length === 0) return null;
  return (
    <p class="guard" role="status">
      <Icon name="alert" size={16} /> {t("ticket.replying", { name: replying.map(({ agent_id }) => agentName(agent_id)).join(", ") })}
    </p>
  );
}
