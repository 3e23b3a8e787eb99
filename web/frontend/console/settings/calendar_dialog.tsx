/** One calendar: name, zone, hours of the week, free days. */
import { useState } from "preact/hooks";
import { api } from "../api";
import { Dialog } from "../parts/dialog";
import { Icon } from "../parts/icon";
import { SureButton } from "../parts/sure_button";
import { me } from "../session";
import { t } from "../text";
import { toast } from "../toasts";
import { changesOf } from "./as_seen";
import { OwnDays } from "./calendar_own_days";
import { freeAhead, ownDays } from "./calendar_days";
import { Country } from "./calendar_country";
import { WeekHours } from "./calendar_hours";
import { ICal } from "./calendar_ical";
import { TextField, useSaving } from "./form";
import { refusedAs } from "./in_use";
import { DAYS, isTime, OFFICE } from "./opening";
import { dateText } from "./sla_texts";
import type { Calendar, HolidaySource, Hours } from "./sla_types";
import { TimeZone } from "./time_zone";

export function CalendarDialog({ calendar, onClose }: { calendar: Calendar | null; onClose: () => void }) {
  const [name, setName] = useState(calendar?.name ?? "");
  const [zone, setZone] = useState(calendar?.time_zone ?? me.value?.agent.time_zone ?? "UTC");
  const [hours, setHours] = useState<Hours>(calendar?.hours ?? OFFICE);
  const [source, setSource] = useState<HolidaySource | null>(calendar?.holiday_source ?? null);
  const [days, setDays] = useState(ownDays(calendar?.days ?? []));
  const [ical, setICal] = useState<string | null>(null);
  const saving = useSaving(t("form.saved"));
  const save = async (event: Event): Promise<void> => {
    event.preventDefault();
    const body = { name: name.trim(), time_zone: zone, hours, holiday_source: source, own_days: days.filter(({ date }) => date), ...(ical !== null && { ical }) };
    if (await saving.run(() => (calendar ? api("PATCH", `/api/calendars/${calendar.id}`, changesOf(calendar, body, saving)) : api("POST", "/api/calendars", body)))) onClose();
  };
  const remove = (): void => {
    if (calendar) void api("DELETE", `/api/calendars/${calendar.id}`).then(() => (toast(t("form.saved")), onClose()), refusedAs("calendar.in_use"));
  };
  const isWrong = DAYS.some((day) => hours[day]?.some((pair) => !pair.every(isTime)));
  const ahead = freeAhead(calendar?.days ?? []);
  return (
    <Dialog title={calendar ? t("form.edit", { name: calendar.name }) : t("calendar.add")} onClose={onClose} className="policy">
      <form onSubmit={(event) => void save(event)}>
        <TextField name="name" label={t("form.name")} value={name} onText={setName} problem={saving.problems["name"]} maxLength={80} required />
        <TimeZone value={zone} onChoose={setZone} />
        <WeekHours hours={hours} onChange={setHours} problem={saving.problems["hours"] ?? (isWrong ? t("field.not_a_time") : undefined)} />
        <Country source={source} onChange={setSource} />
        <OwnDays days={days} onChange={setDays} problem={saving.problems["own_days"]} />
        <ICal kept={calendar?.days.filter((day) => day.source === "ical").length ?? 0} text={ical} onText={setICal} problem={saving.problems["ical"]} />
        {ahead.length > 0 && (
          <details>
            <summary>{t("calendar.all_free")} <span class="count">{ahead.length}</span></summary>
            <ul class="free-days">{ahead.map((day) => <li key={day.date}><time dateTime={day.date}>{dateText(day.date)}</time> <span class="muted" dir="auto">{day.name}</span></li>)}</ul>
          </details>
        )}
        <footer class="dialog-foot">
          {calendar && <SureButton className="button danger-button" disabled={saving.isBusy} onSure={remove}><Icon name="trash" size={14} /> {t("action.delete")}</SureButton>}
          <button type="submit" class="button primary" disabled={saving.isBusy || name.trim() === "" || isWrong}>{t("action.save")}</button>
        </footer>
      </form>
    </Dialog>
  );
}
