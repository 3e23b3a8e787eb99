/** What sets a rule off. */
import { Select } from "../parts/select";
import { Field } from "../settings/form";
import { t, type Key } from "../text";
import type { Named } from "./dialog";
import { DATE_KINDS, ON_TIME, TRIGGERS, type On, type Trigger } from "./types";
import { DAY_MIN, unitOf } from "./words";

const UNITS = [["filter.minutes", 1], ["filter.hours", 60], ["filter.days", DAY_MIN]] as const;

interface Props {
  trigger: Trigger;
  calendars: readonly Named[];
  problem: string | undefined;
  onChange: (trigger: Trigger) => void;
}

export function TriggerFields({ trigger, calendars, problem, onChange }: Props) {
  const isTime = (ON_TIME as readonly string[]).includes(trigger.on);
  return (
    <>
      <Field name="trigger" label={t("auto.trigger")} problem={problem}>
        {({ id }) => <Select id={id} label={t("auto.trigger")} value={trigger.on} choices={TRIGGERS.map((value) => ({ value, label: t(`auto.on.${value}` as Key) }))} onChoose={(on) => onChange(begun(on as On))} />}
      </Field>
      {isTime && <After trigger={trigger} calendars={calendars} onChange={onChange} />}
      {trigger.on === "customer_date" && (
        <div class="two-columns">
          <Field name="date-kind" label={t("auto.day")}>
            {({ id }) => <Select id={id} label={t("auto.day")} value={trigger.date_kind ?? "birthday"} choices={DATE_KINDS.map((value) => ({ value, label: t(`auto.day.${value}`) }))} onChoose={(kind) => onChange({ ...trigger, date_kind: kind as (typeof DATE_KINDS)[number] })} />}
          </Field>
          <Field name="days-before" label={t("auto.days_before")}>
            {(attributes) => <input class="input" type="number" min={0} max={30} value={trigger.days_before ?? 0} onInput={(event) => onChange({ ...trigger, days_before: Number(event.currentTarget.value) })} {...attributes} />}
          </Field>
        </div>
      )}
    </>
  );
}

function After({ trigger, calendars, onChange }: Omit<Props, "problem">) {
  const minutes = trigger.minutes ?? DAY_MIN;
  const unit = unitOf(minutes);
  return (
    <div class="two-columns">
      <Field name="after" label={t("auto.after")}>
        {(attributes) => (
          <span class="filter-values">
            <input class="input" type="number" min={1} max={9_999} required value={minutes / unit} onInput={(event) => onChange({ ...trigger, minutes: Math.max(1, Math.round(Number(event.currentTarget.value))) * unit })} {...attributes} />
            <Select label={t("auto.unit")} value={String(unit)} choices={UNITS.map(([name, size]) => ({ value: String(size), label: t(name) }))} onChoose={(size) => onChange({ ...trigger, minutes: (minutes / unit) * Number(size) })} />
          </span>
        )}
      </Field>
      <Field name="calendar" label={t("auto.calendar")}>
        {({ id }) => <Select id={id} label={t("auto.calendar")} value={String(trigger.calendar_id ?? "")} choices={[{ value: "", label: t("auto.always") }, ...calendars.map((one) => ({ value: String(one.id), label: one.name }))]} onChoose={(value) => onChange({ ...trigger, calendar_id: value ? Number(value) : null })} />}
      </Field>
    </div>
  );
}

function begun(on: On): Trigger {
  if ((ON_TIME as readonly string[]).includes(on)) return { on, minutes: DAY_MIN, calendar_id: null };
  return on === "customer_date" ? { on, date_kind: "birthday", days_before: 0 } : { on };
}
