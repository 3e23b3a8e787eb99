/** When agents count as away, and the reasons they can choose. */
import { useState } from "preact/hooks";
import { api } from "../api";
import { Failed, Skeleton } from "../parts/states";
import { t } from "../text";
import { useData } from "./data";
import { Field, useSaving } from "./form";
import { Whole } from "./team_rules_fields";

type Status = "busy" | "away";
interface Settings { away_after_min: number; presence_reasons: { status: Status; name: string }[] }

const STATUSES: readonly Status[] = ["busy", "away"];

export function PresenceSettings() {
  const { value, error, reload } = useData<Settings>("/api/settings");
  if (error) return <Failed error={error} retry={reload} />;
  return value ? <Form saved={value} /> : <Skeleton rows={3} />;
}

function Form({ saved }: { saved: Settings }) {
  const [awayAfter, setAwayAfter] = useState(saved.away_after_min);
  const [lines, setLines] = useState(() => Object.fromEntries(STATUSES.map((status) => [status, namesOf(saved, status).join("\n")])) as Record<Status, string>);
  const saving = useSaving(t("form.saved"));
  const save = (event: Event): void => {
    event.preventDefault();
    const presence_reasons = STATUSES.flatMap((status) => lines[status].split("\n").map((line) => line.trim()).filter(Boolean).map((name) => ({ status, name })));
    void saving.run(() => api("PATCH", "/api/settings", { away_after_min: awayAfter, presence_reasons }));
  };
  return (
    <form class="card" data-saved onSubmit={save}>
      <h2 class="settings-subtitle">{t("routing.presence")}</h2>
      <Whole name="away-after" label={t("routing.away_after")} help={t("routing.never_zero")} value={awayAfter} max={1_440} problem={saving.problems["away_after_min"]} onNumber={setAwayAfter} />
      {STATUSES.map((status) => (
        <Field key={status} name={`reasons-${status}`} label={t("routing.reasons_of", { status: t(`presence.${status}`) })} help={t("routing.reasons_help")} problem={saving.problems["presence_reasons"]}>
          {(attributes) => <textarea class="input" dir="auto" rows={3} value={lines[status]} onInput={(event) => setLines({ ...lines, [status]: event.currentTarget.value })} {...attributes} />}
        </Field>
      ))}
      <button type="submit" class="button primary" disabled={saving.isBusy}>{t("action.save")}</button>
    </form>
  );
}

function namesOf({ presence_reasons }: Settings, status: Status): string[] {
  return presence_reasons.filter((one) => one.status === status).map(({ name }) => name);
}
