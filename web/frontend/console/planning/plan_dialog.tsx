/** A new replay: which weeks, and what is to be different. */
import { useState } from "preact/hooks";
import { api } from "../api";
import { Dialog } from "../parts/dialog";
import { Select } from "../parts/select";
import { Field, TextField, useSaving } from "../settings/form";
import { t, type Key } from "../text";
import { HeadChanges } from "./head_changes";
import { SkillChanges } from "./skill_changes";
import { TeamChanges } from "./team_changes";
import type { Change, Plan, Replay } from "./types";
import { channelWord } from "./words";

const WEEKS = [1, 2, 4, 8];
const RULES = ["own", "priority_edf", "least_loaded", "round_robin"];
const CHANNELS = ["webchat", "telegram", "email"];
const WEEK_MS = 7 * 86_400_000;

export function PlanDialog({ onClose, onAsked }: { onClose: () => void; onAsked: (id: number) => void }) {
  const [name, setName] = useState("");
  const [weeks, setWeeks] = useState("2");
  const [rules, setRules] = useState("own");
  const [heads, setHeads] = useState<Change[]>([]);
  const [skills, setSkills] = useState<NonNullable<Plan["skills"]>>([]);
  const [teams, setTeams] = useState<NonNullable<Plan["teams"]>>({});
  const [capacity, setCapacity] = useState("");
  const [limits, setLimits] = useState<Record<string, string>>({});
  const saving = useSaving();
  const ask = async (event: Event): Promise<void> => {
    event.preventDefault();
    const until = Date.now() - 1_000;
    const plan = planOf({ rules, heads, skills, teams, capacity, limits });
    const body = { name: name.trim(), since: new Date(until - Number(weeks) * WEEK_MS).toISOString(), until: new Date(until).toISOString(), plan };
    await saving.run(async () => onAsked((await api<Replay>("POST", "/api/planning/replays", body)).id));
  };
  return (
    <Dialog title={t("planning.new")} onClose={onClose} className="plan">
      <form onSubmit={(event) => void ask(event)}>
        <div class="plan-fields">
          <TextField name="name" label={t("form.name")} value={name} onText={setName} problem={saving.problems["name"]} maxLength={120} required />
          <Field name="weeks" label={t("planning.weeks")} problem={saving.problems["since"]}>
            {({ id }) => <Select id={id} label={t("planning.weeks")} value={weeks} choices={WEEKS.map((one) => ({ value: String(one), label: t("planning.last_weeks", { count: one }) }))} onChoose={setWeeks} />}
          </Field>
          <Field name="rules" label={t("planning.rules")}>
            {({ id }) => <Select id={id} label={t("planning.rules")} value={rules} choices={RULES.map((one) => ({ value: one, label: t(`planning.rules_${one}` as Key) }))} onChoose={setRules} />}
          </Field>
        </div>
        <HeadChanges changes={heads} onChange={setHeads} />
        <SkillChanges changes={skills} onChange={setSkills} />
        <TeamChanges changes={teams} onChange={setTeams} />
        <div class="plan-fields">
          <TextField name="capacity" type="number" label={t("planning.capacity")} help={t("planning.as_it_was")} min={1} max={100} value={capacity} onText={setCapacity} problem={saving.problems["capacity_units"]} />
          {CHANNELS.map((kind) => (
            <TextField key={kind} name={`limit-${kind}`} type="number" label={t("planning.limit", { channel: channelWord(kind) })} help={t("planning.as_it_was")} min={0} max={100} value={limits[kind] ?? ""} onText={(text) => setLimits({ ...limits, [kind]: text })} problem={saving.problems["limits"]} />
          ))}
        </div>
        <footer class="dialog-foot">
          <button type="submit" class="button primary" disabled={saving.isBusy || name.trim() === ""}>{t("planning.play")}</button>
        </footer>
      </form>
    </Dialog>
  );
}

interface Fields { rules: string; heads: Change[]; skills: NonNullable<Plan["skills"]>; teams: NonNullable<Plan["teams"]>; capacity: string; limits: Record<string, string> }

function planOf({ rules, heads, skills, teams, capacity, limits }: Fields): Plan {
  const most = Object.fromEntries(Object.entries(limits).filter(([, text]) => text !== "").map(([kind, text]) => [kind, Number(text)]));
  const changed = Object.fromEntries(Object.entries(teams).filter(([, one]) => Object.keys(one).length > 0));
  return { rules, heads, skills, limits: most, teams: changed, ...(capacity !== "" && { capacity_units: Number(capacity) }) };
}
