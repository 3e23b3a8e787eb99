/** What the chat says, by language, and which languages it speaks. */
import { Select } from "../parts/select";
import { Checks, Field } from "../settings/form";
import { t } from "../text";
import { LanguageField } from "./fields";
import { SPOKEN, type Design, type Part } from "./types";

const PARTS = [
  ["title", "widget.text_title", 60, 0],
  ["intro", "widget.text_intro", 300, 2],
  ["placeholder", "widget.text_placeholder", 80, 0],
  ["offline", "widget.text_offline", 300, 2],
] as const;

export function TextsPart({ drawn, language, problems, change, redesign }: Part) {
  const { design } = drawn;
  const offered = [...new Set([...Object.keys(SPOKEN), ...design.languages])].map((value) => ({ value, label: SPOKEN[value] ?? value }));
  const speak = (languages: string[]): void => redesign({ languages, ...(!languages.includes(design.language) && languages[0] && { language: languages[0] }) });
  return (
    <>
      <Checks legend={t("widget.languages")} choices={offered} chosen={design.languages} onChoose={(languages) => languages.length > 0 && speak(languages)} />
      <Field name="language" label={t("widget.language")} help={t("widget.language_help")} problem={problems["language"]}>
        {({ id }) => <Select id={id} label={t("widget.language")} value={design.language} choices={offered.filter(({ value }) => design.languages.includes(value))} onChoose={(chosen) => redesign({ language: chosen })} />}
      </Field>
      <p class="muted small-text">{t("widget.text_help")}</p>
      <LanguageField name="greeting" label={t("widget.text_greeting")} texts={drawn.greeting} language={language} maxLength={500} rows={2} problem={problems["greeting"]} onTexts={(greeting) => change({ greeting })} />
      {PARTS.map(([part, label, maxLength, rows]) => (
        <LanguageField key={part} name={part} label={t(label)} texts={design[part]} language={language} maxLength={maxLength} rows={rows} problem={problems[part]} onTexts={(texts) => redesign({ [part]: texts } as Partial<Design>)} />
      ))}
    </>
  );
}
