/** Colour, corner and button. */
import { Select } from "../parts/select";
import { Field } from "../settings/form";
import { locale, t } from "../text";
import { readableOn } from "./contrast";
import { LanguageField, NumberField } from "./fields";
import { ICONS, type Part } from "./types";

export function Look({ drawn, language, problems, change, redesign }: Part) {
  const { launcher } = drawn.design;
  const { ink, ratio } = readableOn(drawn.accent);
  const shown = ratio.toLocaleString(locale.value, { maximumFractionDigits: 1 });
  const place = (changes: Partial<typeof launcher>): void => redesign({ launcher: { ...launcher, ...changes } });
  return (
    <>
      <Field name="accent" label={t("widget.accent")} help={t("widget.contrast", { ink: t(`widget.ink_${ink}`), ratio: shown })} problem={problems["colors"]}>
        {(more) => <input type="color" class="input color-input" value={drawn.accent} onInput={(event) => change({ accent: event.currentTarget.value })} {...more} />}
      </Field>
      <Field name="position" label={t("widget.position")}>
        {({ id }) => <Select id={id} label={t("widget.position")} value={drawn.position} choices={(["right", "left"] as const).map((value) => ({ value, label: t(`widget.${value}`) }))} onChoose={(position) => change({ position: position as "right" | "left" })} />}
      </Field>
      <Field name="icon" label={t("widget.icon")}>
        {({ id }) => <Select id={id} label={t("widget.icon")} value={launcher.icon} choices={ICONS.map((value) => ({ value, label: t(`widget.icon_${value}`) }))} onChoose={(icon) => place({ icon: icon as typeof launcher.icon })} />}
      </Field>
      <LanguageField name="launcher-label" label={t("widget.label")} texts={launcher.label} language={language} maxLength={30} help={t("widget.label_help")} problem={problems["launcher_label"]} onTexts={(label) => place({ label })} />
      <div class="field-pair">
        <NumberField name="side" label={t("widget.side_px")} value={launcher.side_px} min={0} max={200} problem={problems["launcher"]} onNumber={(side_px) => place({ side_px })} />
        <NumberField name="bottom" label={t("widget.bottom_px")} value={launcher.bottom_px} min={0} max={200} onNumber={(bottom_px) => place({ bottom_px })} />
      </div>
    </>
  );
}
