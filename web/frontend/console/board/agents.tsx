/** Who works with how much; their status and capacity are set and their tickets returned from here. */
import { useState } from "preact/hooks";
import { api } from "../api";
import { Avatar } from "../parts/avatar";
import { Icon } from "../parts/icon";
import { Select } from "../parts/select";
import { STATUSES } from "../presence_switch";
import { go } from "../route";
import { agentName } from "../session";
import { t, when } from "../text";
import { tell, toast } from "../toasts";
import { Due, since } from "./spans";
import type { BoardAgent, Held } from "./types";

const SHOWN = 6;
const MAX_CAPACITY = 100;

export function Agents({ agents, now, reload }: { agents: readonly BoardAgent[]; now: number; reload: () => void }) {
  return (
    <section class="board-card" aria-label={t("board.agents")}>
      <h2>{t("board.agents")}</h2>
      {agents.length === 0 && <p class="muted">{t("board.no_agents")}</p>}
      <ul class="board-agents">
        {agents.map((agent) => <Agent key={agent.agent_id} agent={agent} now={now} reload={reload} />)}
      </ul>
    </section>
  );
}

function Agent({ agent, now, reload }: { agent: BoardAgent; now: number; reload: () => void }) {
  const [isAll, setAll] = useState(false);
  const name = agentName(agent.agent_id);
  const shown = isAll ? agent.tickets : agent.tickets.slice(0, SHOWN);
  const choose = (status: string): void => void api("PUT", `/api/agents/${agent.agent_id}/presence`, { status }).then(reload, tell);
  return (
    <li class="board-agent">
      <div class="board-agent-head">
        <Avatar name={name} id={agent.agent_id} size={30} online={agent.online} />
        <span class="board-agent-name">
          <strong>{name}</strong>
          <span class="muted small-text">{[agent.reason, t("board.since", { time: when.short(agent.since) }), !agent.online && t("board.offline")].filter(Boolean).join(" · ")}</span>
        </span>
        <Select label={t("presence.of", { name })} value={agent.status} icon={<span class={`presence-dot presence-${agent.status}`} aria-hidden="true" />} choices={STATUSES.map((value) => ({ value, label: t(`presence.${value}`) }))} onChoose={choose} />
        <Load agent={agent} name={name} reload={reload} />
      </div>
      <ul class="board-tickets">
        {shown.map((ticket) => <HeldTicket key={ticket.id} ticket={ticket} now={now} reload={reload} />)}
        {agent.tickets.length === 0 && <li class="muted small-text">{t("board.holds")}: {t("board.nothing")}</li>}
      </ul>
      {agent.tickets.length > shown.length && <button type="button" class="button small" onClick={() => setAll(true)}>+{agent.holds - shown.length}</button>}
      {isAll && agent.holds > shown.length && <span class="muted small-text">+{agent.holds - shown.length}</span>}
    </li>
  );
}

function Load({ agent, name, reload }: { agent: BoardAgent; name: string; reload: () => void }) {
  // What is being typed: the board is drawn anew at any moment, which would put the old number back.
  const [typed, setTyped] = useState<string | null>(null);
  const set = (text: string): void => {
    const units = Number(text);
    if (!Number.isInteger(units) || units < 1 || units === agent.capacity) return;
    void api("PUT", `/api/agents/${agent.agent_id}/capacity`, { capacity_units: units }).then(reload, tell);
  };
  return (
    <span class="board-load">
      <meter min={0} max={agent.capacity} high={agent.capacity * 0.85} value={agent.units} aria-label={`${t("board.load")}: ${t("board.load_of", { units: agent.units, capacity: agent.capacity })}`} />
      <span class="small-text">{agent.units} /</span>
      <input class="input" type="number" min={1} max={MAX_CAPACITY} aria-label={t("board.capacity", { name })} title={t("board.capacity", { name })} value={typed ?? agent.capacity} onInput={(event) => setTyped(event.currentTarget.value)} onChange={(event) => set(event.currentTarget.value)} onBlur={() => setTyped(null)} />
    </span>
  );
}

function HeldTicket({ ticket, now, reload }: { ticket: Held; now: number; reload: () => void }) {
  const number = `#${ticket.number}`;
  const giveBack = (): void => void api("PUT", `/api/tickets/${ticket.id}/assignee`, { agent_id: null }).then(() => (toast(t("board.returned", { number })), reload()), tell);
  return (
    <li class="board-ticket">
      <button type="button" class="board-link" onClick={() => go({ ticket: ticket.id })}>
        <span class="board-subject" dir="auto">{number} {ticket.subject}</span>
        <span class="muted small-text">{t("board.held", { span: since(ticket.since, now) })}{ticket.waiting_since && ` · ${t("board.waits", { span: since(ticket.waiting_since, now) })}`}</span>
        <Due at={ticket.next_due_at} now={now} />
      </button>
      <button type="button" class="icon-button" aria-label={t("board.return", { number })} title={t("board.return", { number })} onClick={giveBack}><Icon name="undo" size={16} /></button>
    </li>
  );
}
