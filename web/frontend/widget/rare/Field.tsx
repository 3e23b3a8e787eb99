/** One question to the visitor, its fault tied to it. */

import type { Texts } from "../store/settings";
import { worded } from "../store/settings";
import { say } from "./texts";

export interface Question {
  readonly id: string;
  readonly label: string;
  readonly type?: "text" | "email" | "tel" | "date";
  readonly complete?: "name" | "email" | "tel" | "off";
  /** Digits are what is asked for. */
  readonly isNumber?: boolean;
  readonly required?: boolean;
  readonly options?: readonly { readonly value: string; readonly label: Texts }[];
  /** Several of the options, with spaces between. */
  readonly isSeveral?: boolean;
  readonly value: string;
  readonly fault: string;
  readonly onInput: (text: string) => void;
}

export function FieldView(question: Question) {
  const { id, label, type, complete, isNumber, required, options, isSeveral, value, fault, onInput } = question;
  if (isSeveral) return <SeveralView {...question} />;
  const shared = { id, value, required: required ?? false, "aria-invalid": fault !== "", "aria-describedby": `${id}-fault` };
  return (
    <p class="field">
      <label for={id}>
        {label}
        {required && <Needed />}
      </label>
      {options?.length ? (
        <select {...shared} onChange={(event) => onInput(event.currentTarget.value)}>
          <option value="">{say.value("choose")}</option>
          {options.map((option) => <option key={option.value} value={option.value}>{worded(option.label) || option.value}</option>)}
        </select>
      ) : (
        <input {...shared} type={(type ?? "text") as "text"} inputMode={isNumber ? "decimal" : undefined} maxLength={type === "email" ? 254 : 500} autocomplete={(complete ?? "off") as "off"} dir="auto" onInput={(event) => onInput(event.currentTarget.value)} />
      )}
      <span class="bad" id={`${id}-fault`}>{fault}</span>
    </p>
  );
}

function SeveralView({ id, label, required, options, value, fault, onInput }: Question) {
  const chosen = value.split(" ").filter(Boolean);
  const turn = (one: string, on: boolean) => onInput((on ? [...chosen, one] : chosen.filter((other) => other !== one)).join(" "));
  return (
    <fieldset class="field several" aria-describedby={`${id}-fault`}>
      <legend>
        {label}
        {required && <Needed />}
      </legend>
      {options?.map((option, at) => (
        <label key={option.value} class="check">
          <input type="checkbox" id={at ? undefined : id} checked={chosen.includes(option.value)} aria-invalid={fault !== ""} onChange={(event) => turn(option.value, event.currentTarget.checked)} />
          <span>{worded(option.label) || option.value}</span>
        </label>
      ))}
      <span class="bad" id={`${id}-fault`}>{fault}</span>
    </fieldset>
  );
}

function Needed() {
  return <span class="needed"> ({say.value("required")})</span>;
}
