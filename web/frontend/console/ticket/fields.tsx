/** Status, priority, type, team and assignee as selects; S, P and A open them. */
import { computed } from "@preact/signals";
import { giveBack, setAssignee, setPriority, setStatus, setTeam, setType, take } from "../actions";
import { withKey } from "../key_map";
import { Icon } from "../parts/icon";
import { Select, type Choice } from "../parts/select";
import { agentName, myId, presence, workspace } from "../session";
import type { Agent, Priority, Row } from "../store/types";
import { isActive } from "../store/views";
import { t } from "../text";
import { statusName, typeName } from "./names";

const PRIORITIES: readonly Priority[] = ["urgent", "high", "normal", "low"];
const NONE = "";

export function Fields({ row }: { row: Row }) {
  if (!workspace.value) return null;
  return (
    <>
      <Select id="field-status" label={t("ticket.status")} tone={`category-${row.category}`} value={String(row.status_id)} choices={statuses.value} onChoose={(value) => void setStatus(row.id, Number(value))} />
      <Select id="field-priority" label={t("ticket.priority")} tone={`priority-${row.priority}`} value={row.priority} choices={priorities.value} onChoose={(value) => void setPriority(row.id, value as Priority)} />
      <Select id="field-type" label={t("ticket.type")} value={String(row.type_id ?? NONE)} choices={row.type_id === null ? untyped.value : types.value} onChoose={(value) => void setType(row.id, Number(value))} />
      <Select id="field-team" label={t("ticket.team")} value={String(row.team_id ?? NONE)} choices={teams.value} onChoose={(value) => void setTeam(row.id, value === NONE ? null : Number(value))} />
      <Assignee row={row} />
    </>
  );
}

function Assignee({ row }: { row: Row }) {
  return (
    <>
      <Select id="field-assignee" label={t("ticket.assignee")} icon={<Icon name="user" size={14} />} value={String(row.assignee_id ?? NONE)} choices={agentChoices(row)} onChoose={(value) => void choose(row, value)} />
      {row.assignee_id === null && isActive(row.category) && (
        <button type="button" class="button small" onClick={() => void take(row.id)} title={withKey(t("action.take"), "to_me")}>
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

/** The same for every ticket until the desk changes: whoever goes from one to the next finds them made. */
const statuses = computed<Choice[]>(() => {
  const sorted = [...(workspace.value?.statuses ?? [])].sort((one, other) => one.position - other.position);
  return sorted.map(({ id, key, name, category }) => ({ value: String(id), label: statusName({ key, name }), disabled: category === "new" }));
});
const priorities = computed<Choice[]>(() => PRIORITIES.map((value) => ({ value, label: t(`priority.${value}`) })));
const types = computed<Choice[]>(() => {
  const sorted = [...(workspace.value?.types ?? [])].sort((one, other) => one.position - other.position);
  return sorted.map((type) => ({ value: String(type.id), label: typeName(type) }));
});
const untyped = computed<Choice[]>(() => [{ value: NONE, label: t("ticket.no_type"), disabled: true }, ...types.value]);
const teams = computed<Choice[]>(() => [{ value: NONE, label: t("ticket.no_team") }, ...(workspace.value?.teams ?? []).map(({ id, name }) => ({ value: String(id), label: name }))]);
const agents = computed<Choice[]>(() => choicesOf((workspace.value?.agents ?? []).filter((agent) => agent.is_active)));
const agentsOfFree = computed<Choice[]>(() => [{ value: NONE, label: t("list.nobody") }, ...agents.value.slice(1)]);

function agentChoices(row: Row): Choice[] {
  if (row.assignee_id === null) return agentsOfFree.value;
  const gone = workspace.value?.agents.find(({ id, is_active }) => id === row.assignee_id && !is_active);
  return gone ? choicesOf([...workspace.value!.agents.filter((agent) => agent.is_active), gone]) : agents.value;
}

function choicesOf(listed: readonly Agent[]): Choice[] {
  const isHere = (id: number): boolean => {
    const found = presence.value.get(id);
    return Boolean(found?.online && found.status === "available");
  };
  const others = listed.filter(({ id }) => id !== myId()).sort((one, other) => Number(isHere(other.id)) - Number(isHere(one.id)) || one.name.localeCompare(other.name));
  return [
    { value: NONE, label: t("ticket.nobody") },
    { value: String(myId()), label: t("ticket.me", { name: agentName(myId()) }) },
    ...others.map(({ id, name }) => ({ value: String(id), label: name, group: t(isHere(id) ? "ticket.agents_here" : "ticket.agents_away") })),
  ];
}
