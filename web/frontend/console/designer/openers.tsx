/** Messages that show by themselves: on which pages, when, for whom. */
import { Icon } from "../parts/icon";
import { Select } from "../parts/select";
import { Check, Field, TextField } from "../settings/form";
import { t } from "../text";
import { LanguageField, NumberField } from "./fields";
import { freeKey, VISITS, type Opener, type Part } from "./types";

export function Openers({ drawn, language, problems, redesign }: Part) {
  const openers = drawn.design.proactive;
  const put = (id: string, changes: Partial<Opener>): void => redesign({ proactive: openers.map((one) => (one.id === id ? { ...one, ...changes } : one)) });
  const add = (): void => redesign({ proactive: [...openers, { id: freeKey("message", openers.map(({ id }) => id)), text: {}, page: "", after_s: 10, visit: "any", in_hours_only: false }] });
  return (
    <>
      <p class="muted small-text">{t("widget.openers_help")}</p>
      {openers.length === 0 && <p>{t("widget.no_openers")}</p>}
      {openers.map((opener, at) => (
        <fieldset key={opener.id} class="designer-item">
          <legend>{at + 1}</legend>
          <LanguageField name={`opener-${at}`} label={t("widget.opener")} texts={opener.text} language={language} maxLength={300} rows={2} onTexts={(text) => put(opener.id, { text })} />
          <TextField name={`opener-${at}-page`} label={t("widget.opener_page")} help={t("widget.opener_page_help")} value={opener.page} maxLength={300} onText={(page) => put(opener.id, { page })} />
          <div class="field-pair">
            <NumberField name={`opener-${at}-after`} label={t("widget.opener_after")} value={opener.after_s} min={0} max={3600} onNumber={(after_s) => put(opener.id, { after_s })} />
            <Field name={`opener-${at}-visit`} label={t("widget.opener_visit")}>
              {({ id }) => <Select id={id} label={t("widget.opener_visit")} value={opener.visit} choices={VISITS.map((value) => ({ value, label: t(`widget.visit_${value}`) }))} onChoose={(visit) => put(opener.id, { visit: visit as Opener["visit"] })} />}
            </Field>
          </div>
          <Check label={t("widget.opener_hours")} checked={opener.in_hours_only} onCheck={(in_hours_only) => put(opener.id, { in_hours_only })} />
          <p class="designer-buttons">
            <button type="button" class="button small" onClick={() => redesign({ proactive: openers.filter(({ id }) => id !== opener.id) })}><Icon name="x" size={14} /> {t("widget.remove")}</button>
          </p>
        </fieldset>
      ))}
      {problems["proactive"] && <p class="field-problem" role="alert"><Icon name="alert" size={14} /> {problems["proactive"]}</p>}
      {openers.length < 10 && <button type="button" class="button designer-add" onClick={add}><Icon name="plus" size={16} /> {t("widget.add_opener")}</button>}
    </>
  );
}
