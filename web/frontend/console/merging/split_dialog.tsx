/** Which messages are a matter of their own. */
import { useState } from "preact/hooks";
import css from "../styles/merging.css" with { type: "text" };
import { Dialog } from "../parts/dialog";
import { Check, TextField, useSaving } from "../settings/form";
import { state } from "../session";
import type { Message, Row } from "../store/types";
import { fetchOlder, isLoadingOlder } from "../ticket/loading";
import { t, when } from "../text";
import { tell } from "../toasts";
import { wear } from "../wear";
import { splitOff } from "./acts";

wear(css);

const SHOWN_CHARS = 140;

export default function SplitDialog({ row, onClose }: { row: Row; onClose: () => void }) {
  const [chosen, setChosen] = useState<readonly number[]>([]);
  const [subject, setSubject] = useState("");
  const saving = useSaving();
  const view = state.value.tickets.get(row.id);
  const messages = (view?.messages ?? []).filter(({ delivery }) => delivery?.state !== "withdrawn");
  const isChat = row.channel.kind === "webchat" && messages.every(({ channel_kind }) => channel_kind === "webchat");
  const save = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (await saving.run(() => splitOff(row, chosen, subject.trim()))) onClose();
  };
  return (
    <Dialog title={t("split.title", { number: `#${row.number}` })} onClose={onClose} isQuick>
      {isChat ? <p>{t("problem.chat_split")}</p> : (
        <form onSubmit={(event) => void save(event)}>
          <fieldset class="field split-messages" data-first>
            <legend>{t("split.which")}</legend>
            {view?.hasMore && (
              <button type="button" class="button small" onClick={() => void fetchOlder(row.id).catch(tell)} aria-disabled={isLoadingOlder.value}>
                {t(isLoadingOlder.value ? "state.loading" : "timeline.older")}
              </button>
            )}
            {messages.map((message) => (
              <Check key={message.id} label={label(message)} help={shown(message)} checked={chosen.includes(message.id)} onCheck={(isOn) => setChosen(isOn ? [...chosen, message.id] : chosen.filter((id) => id !== message.id))} />
            ))}
          </fieldset>
          <TextField name="split-subject" label={t("split.subject")} value={subject} onText={setSubject} maxLength={300} help={t("split.subject_help")} />
          <footer class="dialog-foot">
            <button type="submit" class="button primary" disabled={saving.isBusy || chosen.length === 0}>{t("split.submit", { count: chosen.length })}</button>
          </footer>
        </form>
      )}
    </Dialog>
  );
}

function label({ kind, author, created_at }: Message): string {
  const name = author.name || t(`author.${author.kind}`);
  return `${kind === "note" ? `${t("message.note")}: ` : ""}${name}, ${when.moment(created_at)}`;
}

function shown({ text, attachments }: Message): string {
  const words = text.replaceAll(/\s+/g, " ").trim();
  if (!words) return attachments.map(({ filename }) => filename).join(", ");
  return words.length > SHOWN_CHARS ? `${words.slice(0, SHOWN_CHARS)}…` : words;
}
