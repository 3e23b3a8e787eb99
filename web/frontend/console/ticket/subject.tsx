/** The subject, changed in place. */
import { useRef, useState } from "preact/hooks";
import { setSubject } from "../actions";
import { focusOnce } from "../parts/focus";
import type { Row } from "../store/types";
import { t } from "../text";

export function Subject({ row }: { row: Row }) {
  const [draft, setDraft] = useState<string | null>(null);
  const [isRefused, setRefused] = useState(false);
  const isOver = useRef(false); // a field that goes loses the focus on its way, whether it was saved or given up
  const edit = (): void => ((isOver.current = false), setDraft(row.subject));
  const giveUp = (): void => ((isOver.current = true), setDraft(null));
  const save = (): void => {
    if (isOver.current) return;
    isOver.current = true;
    const subject = draft?.trim();
    setDraft(null);
    setRefused(false);
    if (subject && subject !== row.subject) void setSubject(row.id, subject).then((isDone) => !isDone && ((isOver.current = false), setRefused(true), setDraft((newer) => newer ?? subject)));
  };
  if (draft === null) {
    return (
      <h1 class="ticket-subject" dir="auto">
        <button type="button" class="subject-button" title={t("ticket.edit_subject")} onClick={edit}>
          {row.subject || t("ticket.no_subject")}
        </button>
      </h1>
    );
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === "Enter") save();
    if (event.key === "Escape") giveUp();
    if (event.key === "Enter" || event.key === "Escape") event.stopPropagation();
  };
  return (
    <input
      class="input ticket-subject"
      aria-label={t("ticket.subject")}
      dir="auto"
      maxLength={500}
      value={draft}
      aria-invalid={isRefused}
      ref={isRefused ? undefined : focusOnce /* whoever was refused may be writing elsewhere by now */}
      onInput={(event) => setDraft(event.currentTarget.value)}
      onKeyDown={onKeyDown}
      onBlur={save}
    />
  );
}
