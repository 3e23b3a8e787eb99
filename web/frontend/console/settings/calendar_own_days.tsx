/** Free days put in by hand. */
import { Icon } from "../parts/icon";
import { t } from "../text";
import type { OwnDay } from "./calendar_days";

export function OwnDays({ days, onChange, problem }: { days: readonly OwnDay[]; onChange: (days: OwnDay[]) => void; problem: string | undefined }) {
  const put = (at: number, change: Partial<OwnDay>): void => onChange(days.map((day, place) => (place === at ? { ...day, ...change } : day)));
  return (
    <fieldset class="field own-days">
      <legend>{t("calendar.own_days")}</legend>
      {days.map((day, at) => (
        <div key={at} class="own-day">
          <input type="date" class="input" aria-label={t("calendar.day")} min="2000-01-01" max="2100-12-31" required value={day.date} onInput={(event) => put(at, { date: event.currentTarget.value })} />
          <input class="input" dir="auto" aria-label={t("calendar.day_name")} placeholder={t("calendar.day_name")} maxLength={120} value={day.name} onInput={(event) => put(at, { name: event.currentTarget.value })} />
          <button type="button" class="icon-button" aria-label={t("calendar.remove_day", { name: day.name || day.date || t("calendar.day") })} onClick={() => onChange(days.filter((_, place) => place !== at))}><Icon name="x" size={14} /></button>
        </div>
      ))}
      <button type="button" class="button small" onClick={() => onChange([...days, { date: "", name: "" }])}><Icon name="plus" size={14} /> {t("calendar.add_day")}</button>
      {problem && <p class="field-problem" role="alert"><Icon name="alert" size={14} /> {problem}</p>}
    </fieldset>
  );
}
