/** Fields of the designer: a text in the language at hand, a whole number. */
import { t } from "../text";
import { Field } from "../settings/form";
import { said, SPOKEN, type Texts } from "./types";

interface TextProps {
  name: string;
  label: string;
  texts: Texts;
  language: string;
  maxLength: number;
  help?: string;
  problem?: string | undefined;
  rows?: number;
  onTexts: (texts: Texts) => void;
}

export function LanguageField({ name, label, texts, language, maxLength, help, problem, rows = 0, onTexts }: TextProps) {
  const attributes = { dir: "auto" as const, lang: language, maxLength, value: texts[language] ?? "" };
  const named = t("widget.in_language", { label, language: SPOKEN[language] ?? language });
  return (
    <Field name={name} label={named} problem={problem} {...(help !== undefined && { help })}>
      {(more) =>
        rows > 0 ? (
          <textarea class="input" rows={rows} onInput={(event) => onTexts(said(texts, language, event.currentTarget.value))} {...attributes} {...more} />
        ) : (
          <input class="input" onInput={(event) => onTexts(said(texts, language, event.currentTarget.value))} {...attributes} {...more} />
        )
      }
    </Field>
  );
}

interface NumberProps {
  name: string;
  label: string;
  value: number;
  min: number;
  max: number;
  help?: string;
  problem?: string | undefined;
  onNumber: (value: number) => void;
}

export function NumberField({ name, label, value, min, max, help, problem, onNumber }: NumberProps) {
  return (
    <Field name={name} label={label} problem={problem} {...(help !== undefined && { help })}>
      {(more) => <input class="input designer-number" type="number" inputMode="numeric" min={min} max={max} value={value} onChange={(event) => onNumber(whole(event.currentTarget.value, value))} {...more} />}
    </Field>
  );
}

function whole(text: string, otherwise: number): number {
  const value = Math.round(Number(text));
  return text.trim() === "" || !Number.isFinite(value) ? otherwise : value;
}
