/** Free days from an iCalendar text, pasted or read from a file. */
import { useRef } from "preact/hooks";
import { Icon } from "../parts/icon";
import { t } from "../text";
import { Field } from "./form";

/** text: what is to replace the days of a file; "" for none any more, null for as it is. */
export function ICal({ kept, text, onText, problem }: { kept: number; text: string | null; onText: (text: string | null) => void; problem: string | undefined }) {
  const picker = useRef<HTMLInputElement>(null);
  return (
    <details open={Boolean(problem) || kept > 0}>
      <summary>{t("calendar.ical")}</summary>
      {kept > 0 && text === null && (
        <p class="small-text">
          {t("calendar.ical_kept", { count: kept })} <button type="button" class="link-button" onClick={() => onText("")}>{t("calendar.ical_remove")}</button>
        </p>
      )}
      <Field name="ical" label={t("calendar.ical")} help={t("calendar.ical_help")} problem={problem}>
        {(attributes) => <textarea class="input mono" rows={3} placeholder="BEGIN:VCALENDAR" spellcheck={false} value={text ?? ""} onInput={(event) => onText(event.currentTarget.value || (kept > 0 ? null : ""))} {...attributes} />}
      </Field>
      <input ref={picker} type="file" accept=".ics,text/calendar" hidden onChange={(event) => void event.currentTarget.files?.[0]?.text().then(onText)} />
      <button type="button" class="button small" onClick={() => picker.current?.click()}><Icon name="file" size={14} /> {t("calendar.ical_choose")}</button>
    </details>
  );
}
