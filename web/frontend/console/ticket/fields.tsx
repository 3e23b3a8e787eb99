/** Status, priority, type, team and assignee as selects; S, P and A open them. */
import { giveBack, setAssignee, setPriority, setStatus, setTeam, setType, take } from "../actions";
import { Icon } from "../parts/icon";
import { Select, type Choice } from "../parts/select";
import { agentName, myId, presence, workspace } from "../session";
import type { Priority, Row, Workspace } from "../store/types";
import { isActive } from "../store/views";
import { t } from "../text";
import { statusName, typeName } from "./names";

const PRIORITIES: readonly Priority[] = ["urgent", "high", "normal", "low"];
const NONE = "";

export function Fields({ row }: { row: Row }) {
  const desk = workspace.value;
  if (!desk) return null;
  return (
    <>
      <Select id="field-status" label={t("ticket.status")} tone={`category-${row.category}`} value={String(row.status_id)} choices={statusChoices(desk)} onChoose={(value) => void setStatus(row.id, Number(value))} />
      <Select id="field-priority" label={t("ticket.priority")} tone={`priority-${row.priority}`} value={row.priority} choices={PRIORITIES.map((value) => ({ value, label: t(`priority.${value}`) }))} onChoose={(value) => void setPriority(row.id, value as Priority)} />
      <Select id="field-type" label={t("ticket.type")} value={String(row.type_id ?? NONE)} choices={typeChoices(desk, row)} onChoose={(value) => void setType(row.id, Number(value))} />
      <Select id="field-team" label={t("ticket.team")} value={String(row.team_id ?? NONE)} choices={[{ value: NONE, label: t("ticket.no_team") }, ...desk.teams.map(({ id, name }) => ({ value: String(id), label: name }))]} onChoose={(value) => void setTeam(row.id, value === NONE ? null : Number(value))} />
      <Assignee row={row} desk={desk} />
    </>
  );
}

function Assignee({ row, desk }: { row: Row; desk: Workspace }) {
  return (
    <>
      <Select id="field-assignee" label={t("ticket.assignee")} icon={<Icon name="user" size={14} />} value={String(row.assignee_id ?? NONE)} choices={agentChoices(desk, row)} onChoose={(value) => void choose(row, value)} />
      {row.assignee_id === null && isActive(row.category) && (
        <button type="button" class="button small" onClick={() => void take(row.id)} title={`${t("action.take")} (I)`}>
          <Icon name="hand" size={14} /> {t("action.take")}
        </button>
      )}
    </>
  );
}

async function choose(row: Row, value: string): Promise<void> {
  if (value === NONE) await giveBack(row.id);
  else if (Number(value) === myId() && row.assignee_id === null) await take(row.id);
  else await setAssignee(row.id, Number(value));
}

function statusChoices(desk: Workspace): Choice[] {
  const statuses = [...desk.statuses].sort((one, other) => one.position - other.position);
  return statuses.map(({ id, key, name, category }) => ({ value: String(id), label: statusName({ key, name }), disabled: category === "new" }));
}

function typeChoices(desk: Workspace, row: Row): Choice[] {
  const types = [...desk.types].sort((one, other) => one.position - other.position);
  const none = row.type_id === null ? [{ value: NONE, label: t("ticket.no_type"), disabled: true }] : [];
  return [...none, ...types.map((type) => ({ value: String(type.id), label: typeName(type) }))];
}

function agentChoices(desk: Workspace, row: Row): Choice[] {
  const listed = desk.agents.filter((agent) => agent.is_active || agent.id === row.assignee_id);
  const isHere = (id: number): boolean => {
    const found = presence.value.get(id);
    return Boolean(found?.online && found.status === "available");
  };
  const others = listed.filter(({ id }) => id !== myId()).sort((one, other) => Number(isHere(other.id)) - Number(isHere(one.id)) || one.name.localeCompare(other.name));
  return [
    { value: NONE, label: t(row.assignee_id === null ? "list.nobody" : "ticket.nobody") },
    { value: String(myId()), label: t("ticket.me", { name: agentName(myId()) }) },
    ...others.map(({ id, name }) => ({ value: String(id), label: name, group: t(isHere(id) ? "ticket.agents_here" : "ticket.agents_away") })),
  ];
}
