/** The subject, changed in place. */
import { useState } from "preact/hooks";
import { setSubject } from "../actions";
import { focusOnce } from "../parts/focus";
import type { Row } from "../store/types";
import { t } from "../text";

export function Subject({ row }: { row: Row }) {
  const [draft, setDraft] = useState<string | null>(null);
  const save = (): void => {
    const subject = draft?.trim();
    setDraft(null);
    if (subject && subject !== row.subject) void setSubject(row.id, subject);
  };
  if (draft === null) {
    return (
      <h1 class="ticket-subject" dir="auto">
        <button type="button" class="subject-button" title={t("ticket.edit_subject")} onClick={() => setDraft(row.subject)}>
          {row.subject || t("ticket.no_subject")}
        </button>
      </h1>
    );
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === "Enter") save();
    if (event.key === "Escape") setDraft(null);
    if (event.key === "Enter" || event.key === "Escape") event.stopPropagation();
  };
  return (
    <input
      class="input ticket-subject"
      aria-label={t("ticket.subject")}
      dir="auto"
      maxLength={500}
      value={draft}
      ref={focusOnce}
      onInput={(event) => setDraft(event.currentTarget.value)}
      onKeyDown={onKeyDown}
      onBlur={save}
    />
  );
}
