/** The week: each day with its hours, several if there is a break. */
import { useState } from "preact/hooks";
import { Icon } from "../parts/icon";
import { t } from "../text";
import { DAYS, isTime, readTime } from "./opening";
import { dayName } from "./sla_texts";
import type { Hours } from "./sla_types";

const WORKING = ["1", "2", "3", "4"] as const;
const MORNING: [string, string] = ["09:00", "18:00"];
const AFTERNOON: [string, string] = ["14:00", "18:00"];

export function WeekHours({ hours, onChange, problem }: { hours: Hours; onChange: (hours: Hours) => void; problem: string | undefined }) {
  const likeMonday = (): void => onChange({ ...hours, ...Object.fromEntries(WORKING.map((day) => [day, hours["0"] ?? []])) });
  const always = (): void => onChange(Object.fromEntries(DAYS.map((day) => [day, [["00:00", "24:00"]]])));
  return (
    <fieldset class="field week">
      <legend>{t("calendar.hours")}</legend>
      {DAYS.map((day) => <Day key={day} day={day} intervals={hours[day] ?? []} onChange={(intervals) => onChange({ ...hours, [day]: intervals })} />)}
      <div class="line">
        <button type="button" class="link-button" onClick={likeMonday}>{t("calendar.like_monday")}</button>
        <button type="button" class="link-button" onClick={always}>{t("calendar.around_the_clock")}</button>
      </div>
      <p class="muted small-text">{t("calendar.hours_help")}</p>
      {problem && <p class="field-problem" role="alert"><Icon name="alert" size={14} /> {problem}</p>}
    </fieldset>
  );
}

function Day({ day, intervals, onChange }: { day: string; intervals: Hours[string]; onChange: (intervals: Hours[string]) => void }) {
  const name = dayName(day);
  const put = (at: number, side: 0 | 1, time: string): void => onChange(intervals.map((pair, place) => (place === at ? (side === 0 ? [time, pair[1]] : [pair[0], time]) : pair)));
  return (
    <div class="day" role="group" aria-label={name}>
      <span class="day-name">{name}</span>
      <span class="day-hours">
        {intervals.length === 0 && <span class="muted">{t("calendar.closed")}</span>}
        {intervals.map(([from, to], at) => (
          <span key={at} class="interval">
            <Time label={t("calendar.from", { day: name })} value={from} onChange={(time) => put(at, 0, time)} />
            –
            <Time label={t("calendar.to", { day: name })} value={to} onChange={(time) => put(at, 1, time)} />
            <button type="button" class="icon-button" aria-label={t("calendar.remove_interval", { day: name })} onClick={() => onChange(intervals.filter((_, place) => place !== at))}><Icon name="x" size={14} /></button>
          </span>
        ))}
      </span>
      <button type="button" class="icon-button" aria-label={t("calendar.add_interval", { day: name })} title={t("calendar.add_interval", { day: name })} onClick={() => onChange([...intervals, intervals.length === 0 ? MORNING : AFTERNOON])}><Icon name="plus" size={16} /></button>
    </div>
  );
}

/** A time of day up to 24:00, which the browser's own field does not know. */
function Time({ label, value, onChange }: { label: string; value: string; onChange: (time: string) => void }) {
  const [typed, setTyped] = useState<string | null>(null);
  return <input class="input time" aria-label={label} aria-invalid={!isTime(readTime(typed ?? value))} inputMode="numeric" autocomplete="off" maxLength={5} value={typed ?? value} onInput={(event) => (setTyped(event.currentTarget.value), onChange(readTime(event.currentTarget.value)))} onBlur={() => setTyped(null)} />;
}
