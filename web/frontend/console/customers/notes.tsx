/** What agents wrote down about a customer or an organisation; pinned ones on top. */
import { useState } from "preact/hooks";
import { api } from "../api";
import { focusOnce } from "../parts/focus";
import { Icon } from "../parts/icon";
import { SureButton } from "../parts/sure_button";
import { isSupervisor, me } from "../session";
import { useSaving } from "../settings/form";
import { t, when } from "../text";
import { tell } from "../toasts";
import type { Note } from "./types";

export function Notes({ path, notes, onChange }: { path: string; notes: readonly Note[]; onChange: () => void }) {
  const [text, setText] = useState("");
  const saving = useSaving();
  const add = async (): Promise<void> => {
    if (text.trim() === "" || saving.isBusy) return;
    if (await saving.run(() => api("POST", path, { text: text.trim() }))) (setText(""), onChange());
  };
  return (
    <section class="notes" aria-label={t("notes.title")}>
      <h3>{t("notes.title")}</h3>
      {notes.map((note) => <OneNote key={note.id} path={path} note={note} onChange={onChange} />)}
      <form class="note-form" onSubmit={(event) => (event.preventDefault(), void add())}>
        <textarea
          class="input"
          rows={2}
          dir="auto"
          maxLength={5000}
          aria-label={t("notes.add")}
          placeholder={t("notes.add")}
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => event.key === "Enter" && (event.ctrlKey || event.metaKey) && (event.preventDefault(), void add())}
        />
        {text.trim() !== "" && <button type="submit" class="button small primary" disabled={saving.isBusy}>{t("action.save")}</button>}
      </form>
    </section>
  );
}

function OneNote({ path, note, onChange }: { path: string; note: Note; onChange: () => void }) {
  const [draft, setDraft] = useState<string | null>(null);
  const mayEdit = note.agent_id === me.value?.agent.id || isSupervisor();
  const send = (work: Promise<unknown>): void => void work.then(() => (setDraft(null), onChange()), tell);
  const at = `${path}/${note.id}`;
  return (
    <article class={`profile-note ${note.is_pinned ? "is-pinned" : ""}`}>
      {draft === null ? <p dir="auto">{note.text}</p> : (
        <textarea class="input" rows={3} dir="auto" maxLength={5000} aria-label={t("notes.edit")} value={draft} ref={focusOnce} onInput={(event) => setDraft(event.currentTarget.value)} onKeyDown={(event) => event.key === "Escape" && (event.stopPropagation(), setDraft(null))} />
      )}
      <footer class="muted small-text">
        <span class="note-by" dir="auto">{note.is_pinned && <Icon name="pin" size={12} label={t("notes.pinned")} />} {note.author ?? "–"} · <time dateTime={note.created_at} title={when.full(note.created_at)}>{when.short(note.created_at)}</time></span>
        {draft !== null && <button type="button" class="button small primary" disabled={draft.trim() === ""} onClick={() => send(api("PATCH", at, { text: draft.trim() }))}>{t("action.save")}</button>}
        <button type="button" class="icon-button small" aria-pressed={note.is_pinned} aria-label={t(note.is_pinned ? "notes.unpin" : "notes.pin")} title={t(note.is_pinned ? "notes.unpin" : "notes.pin")} onClick={() => send(api("PATCH", at, { is_pinned: !note.is_pinned }))}><Icon name="pin" size={14} /></button>
        {mayEdit && draft === null && <button type="button" class="icon-button small" aria-label={t("notes.edit")} title={t("notes.edit")} onClick={() => setDraft(note.text)}><Icon name="pencil" size={14} /></button>}
        {mayEdit && <SureButton className="icon-button small" label={t("notes.remove")} title={t("notes.remove")} onSure={() => send(api("DELETE", at))}><Icon name="trash" size={14} /></SureButton>}
      </footer>
    </article>
  );
}
