/** Other rules of teams: which ticket first, who helps out, when it is closed, what its tickets ask for. */
import { Icon } from "../parts/icon";
import { Select } from "../parts/select";
import { teamOf, workspace } from "../session";
import { t, type Key } from "../text";
import { typeName } from "../ticket/names";
import type { Plan, TeamPlan } from "./types";

type Teams = NonNullable<Plan["teams"]>;
interface Choice { readonly value: string; readonly label: string }

const AS_SET = "";
const NONE = "none";
const ORDERS = ["urgency", "priority", "due", "fifo"];
const CLOSED = ["route", "wait", "overflow"];
const MOST = [1, 2, 3, 4, 5, 6, 8, 10, 15, 20];
const AFTER = [0, 5, 10, 15, 30, 60, 120];

export function TeamChanges({ changes, onChange }: { changes: Teams; onChange: (changes: Teams) => void }) {
  const teams = workspace.value?.teams ?? [];
  const free = teams.find(({ id }) => !(String(id) in changes));
  if (teams.length === 0) return null;
  const put = (id: string, change: TeamPlan | null): void => onChange(Object.fromEntries(Object.entries({ ...changes, [id]: change }).filter(([, one]) => one !== null)) as Teams);
  return (
    <fieldset class="field">
      <legend>{t("planning.teams")}</legend>
      <div class="planning-changes">
        {Object.entries(changes).map(([id, change]) => <One key={id} id={Number(id)} change={change} onChange={(next) => put(id, next)} />)}
      </div>
      <button type="button" class="button" disabled={!free} onClick={() => free && put(String(free.id), {})}><Icon name="plus" size={16} /> {t("planning.add_team")}</button>
    </fieldset>
  );
}

function One({ id, change, onChange }: { id: number; change: TeamPlan; onChange: (change: TeamPlan | null) => void }) {
  const name = teamOf(id)?.name ?? String(id);
  const others = (workspace.value?.teams ?? []).filter((team) => team.id !== id);
  const set = (field: keyof TeamPlan, text: string, value: unknown): void => {
    const { [field]: _, ...rest } = change;
    onChange(text === AS_SET ? rest : { ...rest, [field]: value });
  };
  return (
    <div class="planning-change planning-team" role="group" aria-label={name}>
      <strong dir="auto">{name}</strong>
      <Select label={t("planning.team_order")} value={change.order ?? AS_SET} choices={asSet("planning.team_order", ORDERS, "planning.order_")} onChoose={(one) => set("order", one, one)} />
      <Select label={t("planning.team_most")} value={word(change.most_open)} choices={[asIs("planning.team_most"), ...MOST.map((count) => ({ value: String(count), label: t("planning.team_most_of", { count }) }))]} onChoose={(one) => set("most_open", one, Number(one))} />
      <Select label={t("planning.team_overflow")} value={change.overflow_team_id === null ? NONE : word(change.overflow_team_id)} choices={[asIs("planning.team_overflow"), { value: NONE, label: t("planning.team_nobody") }, ...others.map((team) => ({ value: String(team.id), label: t("planning.team_helped_by", { team: team.name }) }))]} onChoose={(one) => set("overflow_team_id", one, one === NONE ? null : Number(one))} />
      <Select label={t("planning.team_after")} value={word(change.overflow_after_min)} choices={[asIs("planning.team_after"), ...AFTER.map((count) => ({ value: String(count), label: t("planning.team_after_of", { count }) }))]} onChoose={(one) => set("overflow_after_min", one, Number(one))} />
      <Select label={t("planning.team_closed")} value={change.out_of_hours ?? AS_SET} choices={asSet("planning.team_closed", CLOSED, "planning.closed_")} onChoose={(one) => set("out_of_hours", one, one)} />
      <Needs asked={change.skills_by_type ?? {}} onChange={(next) => set("skills_by_type", Object.keys(next).length ? NONE : AS_SET, next)} />
      <button type="button" class="icon-button remove" aria-label={t("planning.remove", { name })} onClick={() => onChange(null)}><Icon name="trash" size={16} /></button>
    </div>
  );
}

/** What tickets of one type would ask for: the first skill of each type is changed here. */
function Needs({ asked, onChange }: { asked: NonNullable<TeamPlan["skills_by_type"]>; onChange: (asked: NonNullable<TeamPlan["skills_by_type"]>) => void }) {
  const [types, skills] = [workspace.value?.types ?? [], workspace.value?.skills ?? []];
  if (types.length === 0 || skills.length === 0) return null;
  const skillOf = (id: number): string => Object.keys(asked[String(id)] ?? {})[0] ?? AS_SET;
  const put = (id: number, skill: string): void => {
    const { [String(id)]: _, ...rest } = asked;
    onChange(skill === AS_SET ? rest : { ...rest, [String(id)]: skill === NONE ? {} : { [skill]: 3 } });
  };
  return (
    <details class="planning-needs">
      <summary>{t("planning.team_skills")}</summary>
      {types.map((type) => (
        <Select
          key={type.id}
          label={t("planning.team_skill_of", { type: typeName(type) })}
          value={String(type.id) in asked ? skillOf(type.id) || NONE : AS_SET}
          choices={[{ value: AS_SET, label: `${typeName(type)}: ${t("planning.team_as_set")}` }, { value: NONE, label: `${typeName(type)}: ${t("planning.team_no_skill")}` }, ...skills.map(({ name }) => ({ value: name, label: `${typeName(type)}: ${name}, 3+` }))]}
          onChoose={(skill) => put(type.id, skill)}
        />
      ))}
    </details>
  );
}

function asSet(label: Key, words: readonly string[], prefix: string): Choice[] {
  return [asIs(label), ...words.map((value) => ({ value, label: t(`${prefix}${value}` as Key) }))];
}

function asIs(label: Key): Choice {
  return { value: AS_SET, label: `${t(label)}: ${t("planning.team_as_set")}` };
}

function word(value: number | null | undefined): string {
  return value === undefined || value === null ? AS_SET : String(value);
}
