/** What waits for an agent, and who may get it by hand. */
import { api } from "../api";
import { channelIcon, Icon } from "../parts/icon";
import { Select } from "../parts/select";
import { go } from "../route";
import { agentName, teamOf, workspace } from "../session";
import { t } from "../text";
import { tell, toast } from "../toasts";
import { Due, since } from "./spans";
import type { BoardAgent, Queued } from "./types";

export function Queue({ queue, agents, now, reload }: { queue: readonly Queued[]; agents: readonly BoardAgent[]; now: number; reload: () => void }) {
  return (
    <section class="board-card" aria-label={t("board.queue")}>
      <h2>{t("board.queue")}</h2>
      {queue.length === 0 && <p class="muted">{t("board.queue_empty")}</p>}
      <ul class="board-tickets">
        {queue.map((ticket) => <Waiting key={ticket.id} ticket={ticket} agents={agents} now={now} reload={reload} />)}
      </ul>
    </section>
  );
}

function Waiting({ ticket, agents, now, reload }: { ticket: Queued; agents: readonly BoardAgent[]; now: number; reload: () => void }) {
  const number = `#${ticket.number}`;
  const kind = workspace.value?.channels.find(({ id }) => id === ticket.channel_id)?.kind ?? "";
  const assign = (id: string): void => {
    if (!id) return;
    void api("PUT", `/api/tickets/${ticket.id}/assignee`, { agent_id: Number(id) }).then(() => (toast(t("board.assigned", { number, name: agentName(Number(id)) })), reload()), (error) => (tell(error), reload()));
  };
  const may = agents.filter(({ agent_id: id }) => ticket.team_id === null || teamOf(ticket.team_id)?.member_ids.includes(id));
  return (
    <li class="board-ticket">
      <button type="button" class="board-link" onClick={() => go({ ticket: ticket.id })}>
        <span class="board-subject" dir="auto"><Icon name={channelIcon(kind)} size={16} /> {number} {ticket.subject}</span>
        <span class="muted small-text">
          {ticket.priority !== "normal" && <><span class={`mark priority-${ticket.priority}`}>{t(`priority.${ticket.priority}`)}</span>{" · "}</>}
          {teamOf(ticket.team_id)?.name ?? t("board.no_team")}
          {ticket.waiting_since && ` · ${t("board.waits", { span: since(ticket.waiting_since, now) })}`}
        </span>
        <Due at={ticket.next_due_at} now={now} />
      </button>
      <Select label={t("board.assign", { number })} value="" onChoose={assign} choices={[{ value: "", label: t("board.choose") }, ...may.map(({ agent_id: id, units, capacity }) => ({ value: String(id), label: `${agentName(id)} (${units}/${capacity})` }))]} />
    </li>
  );
}
