/** Public holidays taken over from a country, or one region of it. */
import { Select } from "../parts/select";
import { locale, t } from "../text";
import { useData } from "./data";
import { Field } from "./form";
import { countryName } from "./sla_texts";
import type { HolidayCountry, HolidaySource } from "./sla_types";

const NONE = "";

export function Country({ source, onChange }: { source: HolidaySource | null; onChange: (source: HolidaySource | null) => void }) {
  const { value: countries } = useData<HolidayCountry[]>("/api/holiday-countries");
  const code = source?.country ?? NONE;
  const regions = countries?.find(({ country }) => country === code)?.subdivisions ?? [];
  const named = (countries ?? (source ? [{ country: source.country }] : [])).map(({ country }) => ({ value: country, label: countryName(country) }));
  named.sort((one, other) => one.label.localeCompare(other.label, locale.value));
  const choose = (country: string): void => onChange(country === NONE ? null : { country, subdivision: null, years: null });
  return (
    <div class="field-pair">
      <Field name="country" label={t("calendar.holidays")}>
        {({ id }) => <Select id={id} label={t("calendar.holidays")} value={code} choices={[{ value: NONE, label: t("calendar.no_country") }, ...named]} onChoose={choose} />}
      </Field>
      {source && regions.length > 0 && (
        <Field name="region" label={t("calendar.region")}>
          {({ id }) => <Select id={id} label={t("calendar.region")} value={source.subdivision ?? NONE} choices={[{ value: NONE, label: t("calendar.whole_country") }, ...regions.map((value) => ({ value, label: value }))]} onChoose={(value) => onChange({ ...source, subdivision: value === NONE ? null : value })} />}
        </Field>
      )}
    </div>
  );
}
