/** Who else has the ticket open, and whether they are replying. */
import { Avatar } from "../parts/avatar";
import { Icon } from "../parts/icon";
import { agentName, myId, viewers } from "../session";
import { t } from "../text";

export function Others({ ticketId }: { ticketId: number }) {
  const others = (viewers.value.get(ticketId) ?? []).filter(({ agent_id }) => agent_id !== myId());
  return (
    <span class="others" role="status" aria-live="polite">
      {others.slice(0, 3).map(({ agent_id, mode }) => {
        const text = t(mode === "replying" ? "ticket.replying" : "ticket.viewing", { name: agentName(agent_id) });
        return (
          <span key={agent_id} class={`other other-${mode}`} title={text}>
            <Avatar name={agentName(agent_id)} id={agent_id} size={24} />
            <Icon name={mode === "replying" ? "pencil" : "eye"} size={12} />
            <span class="visually-hidden">{text}</span>
          </span>
        );
      })}
    </span>
  );
}
