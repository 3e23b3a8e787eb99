/** A choice of all time zones that the browser knows. */
import { Select } from "../parts/select";
import { t } from "../text";
import { today } from "../zone";
import { Field } from "./form";

export function TimeZone({ value, onChoose }: { value: string; onChoose: (zone: string) => void }) {
  const zones = [...new Set([value, "UTC", ...Intl.supportedValuesOf("timeZone").map(today)])];
  return (
    <Field name="time_zone" label={t("profile.time_zone")}>
      {({ id }) => <Select id={id} label={t("profile.time_zone")} value={value} choices={zones.map((zone) => ({ value: zone, label: zone.replaceAll("_", " ") }))} onChoose={onChoose} />}
    </Field>
  );
}
