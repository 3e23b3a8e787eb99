/** Calendars: when the desk is at work, and which days are free. */
import { useState } from "preact/hooks";
import { Icon } from "../parts/icon";
import { Empty, Failed, Skeleton } from "../parts/states";
import { workspace } from "../session";
import { t } from "../text";
import { CalendarDialog } from "./calendar_dialog";
import { freeAhead } from "./calendar_days";
import { useData } from "./data";
import { countryName, hoursText } from "./sla_texts";
import type { Calendar } from "./sla_types";

export function Calendars() {
  const { value: calendars, error, reload } = useData<Calendar[]>("/api/calendars");
  const [edited, setEdited] = useState<Calendar | "new" | null>(null);
  if (error) return <Failed error={error} retry={reload} />;
  if (!calendars) return <Skeleton rows={3} />;
  return (
    <>
      <p class="muted">{t("calendar.text")}</p>
      {calendars.length === 0 && <Empty icon="clock" title={t("calendar.none")}><p>{t("calendar.none_text")}</p></Empty>}
      {calendars.length > 0 && (
        <ul class="card lines">
          {calendars.map((calendar) => (
            <li key={calendar.id} class="line">
              <span class="line-main">
                <strong>{calendar.name}</strong>
                <span class="small-text">{hoursText(calendar.hours)} · {calendar.time_zone.replaceAll("_", " ")}</span>
                <span class="muted small-text">{[calendar.holiday_source && countryName(calendar.holiday_source.country), t("calendar.free_ahead", { count: freeAhead(calendar.days).length }), usedBy(calendar)].filter(Boolean).join(" · ")}</span>
              </span>
              <button type="button" class="button small" onClick={() => setEdited(calendar)} aria-label={t("form.edit", { name: calendar.name })}><Icon name="pencil" size={14} /> {t("action.edit")}</button>
            </li>
          ))}
        </ul>
      )}
      <button type="button" class="button primary" onClick={() => setEdited("new")}><Icon name="plus" size={16} /> {t("calendar.add")}</button>
      {edited && <CalendarDialog calendar={edited === "new" ? null : edited} onClose={() => (setEdited(null), reload())} />}
    </>
  );
}

function usedBy({ policy_ids }: Calendar): string {
  const names = policy_ids.map((id) => workspace.value?.sla_policies?.find((policy) => policy.id === id)?.name ?? `#${id}`);
  return names.length > 0 ? t("calendar.used_by", { names: names.join(", ") }) : "";
}
