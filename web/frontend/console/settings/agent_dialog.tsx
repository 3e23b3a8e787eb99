/** One agent's name, role, teams, skills, languages and capacity. */
import { useState } from "preact/hooks";
import { api } from "../api";
import { lazyPart } from "../lazy_part";
import { Dialog } from "../parts/dialog";
import { myId } from "../session";
import type { Agent } from "../store/types";
import { t } from "../text";
import { changesOf } from "./as_seen";
import { Check, TextField, useSaving } from "./form";
import { GrantFields, type Grants } from "./grants";
import { WorkingHours } from "./working_hours";

const SecondFactorReset = lazyPart<{ agent: Agent; onClose: () => void }>(() => import("./second_factor_reset"), "second_factor");

export function AgentDialog({ agent, onClose }: { agent: Agent; onClose: () => void }) {
  const [name, setName] = useState(agent.name);
  const [capacity, setCapacity] = useState(String(agent.capacity_units));
  const [calendar, setCalendar] = useState(agent.calendar_id ?? null);
  const [isActive, setActive] = useState(agent.is_active);
  const [grants, setGrants] = useState<Grants>({ role: agent.role, team_ids: agent.team_ids, skills: agent.skills, languages: agent.languages });
  const [isResetting, setResetting] = useState(false);
  const saving = useSaving(t("form.saved"));
  const save = async (event: Event): Promise<void> => {
    event.preventDefault();
    const body = { name: name.trim(), is_active: isActive, capacity_units: Number(capacity), calendar_id: calendar, ...grants };
    if (await saving.run(() => api("PATCH", `/api/agents/${agent.id}`, changesOf(agent, body, saving)))) onClose();
  };
  if (isResetting) return <SecondFactorReset agent={agent} onClose={onClose} />;
  return (
    <Dialog title={t("form.edit", { name: agent.name })} onClose={onClose}>
      <form onSubmit={(event) => void save(event)}>
        <TextField name="name" label={t("agents.name")} value={name} onText={setName} problem={saving.problems["name"]} maxLength={120} required />
        <TextField name="capacity" type="number" min={1} max={100} label={t("agents.capacity")} help={t("agents.capacity_help")} value={capacity} onText={setCapacity} problem={saving.problems["capacity_units"]} required />
        <WorkingHours value={calendar} onChoose={setCalendar} problem={saving.problems["calendar_id"]} />
        <GrantFields grants={grants} onChange={setGrants} problems={saving.problems} />
        {agent.id !== myId() && <Check label={t("agents.active")} help={t("agents.active_help")} checked={isActive} onCheck={setActive} />}
        {agent.second_factor && agent.id !== myId() && <button type="button" class="button" onClick={() => setResetting(true)}>{t("second_factor.reset")}</button>}
        <footer class="dialog-foot">
          <button type="submit" class="button primary" disabled={saving.isBusy || name.trim() === ""}>{t("action.save")}</button>
        </footer>
      </form>
    </Dialog>
  );
}
