/** One team's rules: from who gets a ticket to what becomes of it when they leave. */
import { useState } from "preact/hooks";
import { api } from "../api";
import { Dialog } from "../parts/dialog";
import { Failed, Skeleton } from "../parts/states";
import { t } from "../text";
import { listIn, useData } from "./data";
import { useSaving } from "./form";
import type { TeamRules } from "./routing_types";
import type { Calendar } from "./sla_types";
import { HoursRules, LeavingRules, OverflowRules, StickyRules } from "./team_rules_time";
import { GivingRules, LimitRules, OfferRules, TypeRules } from "./team_rules_who";

export function TeamRulesDialog({ team, onClose }: { team: { id: number; name: string }; onClose: () => void }) {
  const rules = useData<TeamRules>(`/api/team-routing/${team.id}`);
  const calendars = useData<Calendar[] | Record<string, unknown>>("/api/calendars");
  const error = rules.error ?? calendars.error;
  const known = listIn<Calendar>(calendars.value, "calendars");
  return (
    <Dialog title={t("routing.edit", { name: team.name })} onClose={onClose} className="policy">
      {error ? <Failed error={error} retry={() => (rules.reload(), calendars.reload())} /> : rules.value && known ? <Form saved={rules.value} calendars={known} onClose={onClose} /> : <Skeleton rows={6} />}
    </Dialog>
  );
}

function Form({ saved, calendars, onClose }: { saved: TeamRules; calendars: readonly Calendar[]; onClose: () => void }) {
  const [rules, setRules] = useState(saved);
  const saving = useSaving(t("form.saved"));
  const set = (changes: Partial<TeamRules>): void => setRules({ ...rules, ...changes });
  const save = async (event: Event): Promise<void> => {
    event.preventDefault();
    const { team_id, ...body } = rules;
    if (await saving.run(() => api("PUT", `/api/team-routing/${team_id}`, body))) onClose();
  };
  const parts = { rules, set, problems: saving.problems };
  return (
    <form onSubmit={(event) => void save(event)}>
      <GivingRules {...parts} />
      <OfferRules {...parts} />
      <LimitRules {...parts} />
      <LeavingRules {...parts} />
      <OverflowRules {...parts} />
      <HoursRules {...parts} calendars={calendars} />
      <StickyRules {...parts} />
      <TypeRules {...parts} />
      <footer class="dialog-foot">
        <button type="submit" class="button primary" disabled={saving.isBusy}>{t("action.save")}</button>
      </footer>
    </form>
  );
}
