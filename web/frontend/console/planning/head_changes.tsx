/** Other head counts: on which days, in which half-hours, how many. */
import { Icon } from "../parts/icon";
import { Select } from "../parts/select";
import { weekday } from "../reports/words";
import { t } from "../text";
import type { Change } from "./types";
import { changeWords, halfHour } from "./words";

const SPANS: Record<string, number[]> = { "0-6": [0, 1, 2, 3, 4, 5, 6], "0-4": [0, 1, 2, 3, 4], "5-6": [5, 6] };
const SLOTS = Array.from({ length: 49 }, (_, slot) => slot);
const FRESH: Change = { days: SPANS["0-4"]!, begin: 18, end: 34, add: 1 };

export function HeadChanges({ changes, onChange }: { changes: Change[]; onChange: (changes: Change[]) => void }) {
  const put = (at: number, change: Change): void => onChange(changes.map((one, place) => (place === at ? change : one)));
  return (
    <fieldset class="field">
      <legend>{t("planning.heads")}</legend>
      <div class="planning-changes">
        {changes.map((change, at) => <One key={at} change={change} onChange={(next) => put(at, next)} onRemove={() => onChange(changes.filter((_, place) => place !== at))} />)}
      </div>
      <button type="button" class="button" disabled={changes.length >= 50} onClick={() => onChange([...changes, FRESH])}><Icon name="plus" size={16} /> {t("planning.add_heads")}</button>
    </fieldset>
  );
}

function One({ change, onChange, onRemove }: { change: Change; onChange: (change: Change) => void; onRemove: () => void }) {
  const { begin, end, add, count } = change;
  const isExact = add === undefined;
  const number = (text: string): Change => {
    const value = Math.trunc(Number(text)) || 0;
    return { days: change.days, begin, end, ...(isExact ? { count: Math.max(0, value) } : { add: value }) };
  };
  const slots = (from: number, until: number) => SLOTS.slice(from, until).map((slot) => ({ value: String(slot), label: halfHour(slot) }));
  return (
    <div class="planning-change" role="group" aria-label={changeWords(change)}>
      <Select label={t("planning.days")} value={spanOf(change.days)} choices={spans()} onChoose={(span) => onChange({ ...change, days: SPANS[span] ?? [Number(span)] })} />
      <Select label={t("planning.from")} value={String(begin)} choices={slots(0, 48)} onChoose={(slot) => onChange({ ...change, begin: Number(slot), end: Math.max(end, Number(slot) + 1) })} />
      <span aria-hidden="true">–</span>
      <Select label={t("planning.until")} value={String(end)} choices={slots(begin + 1, 49)} onChoose={(slot) => onChange({ ...change, end: Number(slot) })} />
      <Select label={t("planning.how")} value={isExact ? "count" : "add"} choices={[{ value: "add", label: t("planning.how_add") }, { value: "count", label: t("planning.how_count") }]} onChoose={(how) => onChange({ days: change.days, begin, end, ...(how === "count" ? { count: Math.max(0, add ?? count ?? 1) } : { add: count ?? add ?? 1 }) })} />
      <input class="input" type="number" aria-label={t("planning.people")} min={isExact ? 0 : -500} max={500} value={add ?? count ?? 0} onInput={(event) => onChange(number(event.currentTarget.value))} />
      <button type="button" class="icon-button remove" aria-label={t("planning.remove", { name: changeWords(change) })} onClick={onRemove}><Icon name="trash" size={16} /></button>
    </div>
  );
}

function spanOf(days: readonly number[]): string {
  return days.length === 1 ? String(days[0]) : `${days[0]}-${days[days.length - 1]}`;
}

function spans(): { value: string; label: string }[] {
  const names = { "0-4": t("planning.workdays"), "5-6": t("planning.weekend"), "0-6": t("planning.every_day") };
  return [...Object.entries(names).map(([value, label]) => ({ value, label })), ...SPANS["0-6"]!.map((day) => ({ value: String(day), label: weekday(day) }))];
}
