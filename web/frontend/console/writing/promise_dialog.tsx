/** A promise or a reminder written down by hand. */
import { useState } from "preact/hooks";
import { Dialog } from "../parts/dialog";
import { Select } from "../parts/select";
import { myId, workspace } from "../session";
import { Field, TextField, useSaving } from "../settings/form";
import { t } from "../text";
import { atNine, localInput } from "./moments";
import { dayOf, makePromise } from "./promises";

export function PromiseDialog({ ticketId, onClose }: { ticketId: number; onClose: () => void }) {
  const tomorrow = atNine(Date.now(), 1);
  const [kind, setKind] = useState<"promise" | "reminder">("promise");
  const [text, setText] = useState("");
  const [day, setDay] = useState(dayOf(tomorrow));
  const [moment, setMoment] = useState(localInput(tomorrow));
  const [ownerId, setOwnerId] = useState(myId());
  const saving = useSaving();
  const save = async (event: Event): Promise<void> => {
    event.preventDefault();
    const due = kind === "promise" ? day : new Date(moment);
    if (await saving.run(() => makePromise(ticketId, { text: text.trim(), due, kind, ...(kind === "promise" && { ownerId }) }))) onClose();
  };
  const agents = (workspace.value?.agents ?? []).filter(({ is_active }) => is_active);
  const problem = saving.problems["due_at"] ?? saving.problems["due_on"];
  return (
    <Dialog title={t("promise.new")} onClose={onClose}>
      <form onSubmit={(event) => void save(event)}>
        <Field name="promise-kind" label={t("promise.kind")}>
          {({ id }) => <Select id={id} label={t("promise.kind")} value={kind} choices={(["promise", "reminder"] as const).map((value) => ({ value, label: t(`promise.${value}_long`) }))} onChoose={(value) => setKind(value as "promise")} />}
        </Field>
        <TextField name="promise-text" label={t("promise.what")} value={text} onText={setText} problem={saving.problems["text"]} maxLength={500} required />
        {kind === "promise" ? (
          <Field name="promise-day" label={t("promise.day")} help={t("promise.day_help")} problem={problem}>
            {(attributes) => <input class="input" type="date" required value={day} onInput={(event) => setDay(event.currentTarget.value)} {...attributes} />}
          </Field>
        ) : (
          <Field name="promise-moment" label={t("promise.moment")} problem={problem}>
            {(attributes) => <input class="input" type="datetime-local" required value={moment} onInput={(event) => setMoment(event.currentTarget.value)} {...attributes} />}
          </Field>
        )}
        {kind === "promise" && (
          <Field name="promise-owner" label={t("promise.owner")} problem={saving.problems["owner_id"]}>
            {({ id }) => <Select id={id} label={t("promise.owner")} value={String(ownerId)} choices={agents.map((agent) => ({ value: String(agent.id), label: agent.name }))} onChoose={(value) => setOwnerId(Number(value))} />}
          </Field>
        )}
        <footer class="dialog-foot">
          <button type="submit" class="button primary" disabled={saving.isBusy || text.trim() === ""}>{t("action.save")}</button>
        </footer>
      </form>
    </Dialog>
  );
}
