/** Reports with a name: one's own, a team's, everybody's. */
import { useState } from "preact/hooks";
import { api } from "../api";
import { Dialog } from "../parts/dialog";
import { Icon } from "../parts/icon";
import { Popover } from "../parts/popover";
import { go } from "../route";
import { agentName, isAdmin, myId, myTeams, workspace } from "../session";
import { Field, TextField, useSaving } from "../settings/form";
import { Select } from "../parts/select";
import { SureButton } from "../parts/sure_button";
import { t, type Key } from "../text";
import { tell, toast } from "../toasts";
import { useData } from "../settings/data";
import { format, fromSaved, question, toSaved } from "./question";
import { rhythmName, ScheduleDialog } from "./schedule";
import type { Saved } from "./types";

export function SavedReports() {
  const { value: saved, reload } = useData<Saved[]>("/api/saved-reports");
  const [isSaving, setSaving] = useState(false);
  const [mailed, setMailed] = useState<Saved | null>(null);
  return (
    <>
      <Popover label={t("reports.saved")} align="end" button={<><Icon name="list" size={16} /> {t("reports.saved")}</>}>
        {(close) => <Choices saved={saved ?? []} onDone={close} onMail={(one) => (close(), setMailed(one))} reload={reload} />}
      </Popover>
      <button type="button" class="button" onClick={() => setSaving(true)}><Icon name="plus" size={16} /> {t("reports.save")}</button>
      {mailed && <ScheduleDialog saved={mailed} onClose={() => (setMailed(null), reload())} />}
      {isSaving && <SaveDialog onClose={() => (setSaving(false), reload())} />}
    </>
  );
}

interface ChoicesProps { saved: readonly Saved[]; onDone: () => void; onMail: (saved: Saved) => void; reload: () => void }

function Choices({ saved, onDone, onMail, reload }: ChoicesProps) {
  const remove = async (one: Saved): Promise<void> => {
    await api("DELETE", `/api/saved-reports/${one.id}`).then(() => toast(t("reports.removed", { name: one.name })), tell);
    reload();
  };
  if (saved.length === 0) return <p class="muted saved-none">{t("reports.none_saved")}</p>;
  return (
    <ul class="saved-list">
      {saved.map((one) => (
        <li key={one.id}>
          <button type="button" class="view-link" onClick={() => (onDone(), go({ page: "reports", query: format(fromSaved(one.arrangement)) }))}>
            <span class="view-name">{one.name}</span>
            <span class="muted small-text">{one.owner_id === myId() ? t(`reports.audience_${one.audience}` as Key) : agentName(one.owner_id)}{one.schedule && ` · ${one.schedule.off_reason ? t("reports.is_off") : rhythmName(one.schedule)}`}</span>
          </button>
          <button type="button" class="icon-button" title={t("reports.by_mail", { name: one.name })} aria-label={t("reports.by_mail", { name: one.name })} onClick={() => onMail(one)}><Icon name="mail" size={16} /></button>
          {(one.owner_id === myId() || isAdmin()) && <SureButton className="icon-button" label={t("reports.remove", { name: one.name })} onSure={() => void remove(one)}><Icon name="trash" size={16} /></SureButton>}
        </li>
      ))}
    </ul>
  );
}

function SaveDialog({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState("");
  const [audience, setAudience] = useState("private");
  const saving = useSaving(t("form.saved"));
  const teams = isAdmin() ? (workspace.value?.teams ?? []) : myTeams.value;
  const save = async (event: Event): Promise<void> => {
    event.preventDefault();
    const [kind, team] = audience.split(":");
    const body = { name: name.trim(), audience: kind, team_id: team ? Number(team) : null, arrangement: toSaved(question()) };
    if (await saving.run(() => api("POST", "/api/saved-reports", body))) onClose();
  };
  const choices = [
    { value: "private", label: t("reports.audience_private") },
    { value: "all", label: t("reports.audience_all") },
    ...teams.map((team) => ({ value: `team:${team.id}`, label: t("reports.audience_of", { team: team.name }) })),
  ];
  return (
    <Dialog title={t("reports.save")} onClose={onClose}>
      <form onSubmit={(event) => void save(event)}>
        <TextField name="name" label={t("form.name")} value={name} onText={setName} problem={saving.problems["name"]} maxLength={80} required />
        <Field name="audience" label={t("reports.audience")} problem={saving.problems["team_id"]}>
          {({ id }) => <Select id={id} label={t("reports.audience")} value={audience} choices={choices} onChoose={setAudience} />}
        </Field>
        <footer class="dialog-foot">
          <button type="submit" class="button primary" disabled={saving.isBusy || name.trim() === ""}>{t("action.save")}</button>
        </footer>
      </form>
    </Dialog>
  );
}
