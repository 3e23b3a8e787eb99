/** The reasons behind an assignment, or behind the wait for one. */
import { useEffect, useState } from "preact/hooks";
import { api } from "../api";
import { Icon } from "../parts/icon";
import { Failed, Skeleton } from "../parts/states";
import { agentName } from "../session";
import type { Assignment, WaitingReason } from "../store/types";
import { t, when } from "../text";
import { reasonText, waitingText } from "./reasons";

export default function WhyCard({ id, version, assignment }: { id: number; version: number; assignment: Assignment | null }) {
  return assignment ? <WhyAgent assignment={assignment} /> : <WhyWaiting id={id} version={version} />;
}

function WhyAgent({ assignment }: { assignment: Assignment }) {
  const { agent_id, at, by, by_agent_id, reasons, runners_up } = assignment;
  return (
    <div class="why-card">
      <h2>{agentName(agent_id)}</h2>
      <p class="muted">
        {by === "routing" ? t("why.routed_at", { time: when.full(at) }) : t("why.by_hand_at", { name: agentName(by_agent_id), time: when.full(at) })}
      </p>
      <ul class="why-list">
        {reasons.map((reason) => <li key={reason.name}><Icon name="check" size={14} /> {reasonText(reason, agent_id)}</li>)}
      </ul>
      {runners_up.length > 0 && <h3>{t("why.runners_up")}</h3>}
      <ul class="why-list muted">
        {runners_up.map((other) => (
          <li key={other.agent_id}>
            <Icon name="user" size={14} /> {agentName(other.agent_id)}
            {other.reasons.length > 0 && `: ${other.reasons.map((reason) => reasonText(reason, other.agent_id)).join(", ")}`}
          </li>
        ))}
      </ul>
    </div>
  );
}

function WhyWaiting({ id, version }: { id: number; version: number }) {
  const [reasons, setReasons] = useState<readonly WaitingReason[] | null>(null);
  const [error, setError] = useState<unknown>(null);
  const ask = (): void => {
    setError(null);
    api<{ reasons: WaitingReason[] }>("GET", `/api/tickets/${id}/routing`).then((answer) => setReasons(answer.reasons), setError);
  };
  useEffect(ask, [id, version]);
  if (error) return <Failed error={error} retry={ask} />;
  return (
    <div class="why-card">
      <h2>{t("why.waiting_title")}</h2>
      {reasons === null && <Skeleton rows={3} kind="line" />}
      {reasons?.length === 0 && <p class="muted">{t("why.soon")}</p>}
      <ul class="why-list">
        {reasons?.map((reason, at) => <li key={at}><Icon name="clock" size={14} /> {waitingText(reason)}</li>)}
      </ul>
    </div>
  );
}
