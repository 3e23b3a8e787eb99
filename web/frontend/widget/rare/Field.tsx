/** One question to the visitor, its fault tied to it. */

import type { Texts } from "../store/settings";
import { worded } from "../store/settings";
import { say } from "./texts";

export interface Question {
  readonly id: string;
  readonly label: string;
  readonly type?: "text" | "email" | "tel";
  readonly complete?: "name" | "email" | "tel" | "off";
  readonly required?: boolean;
  readonly options?: readonly { readonly value: string; readonly label: Texts }[];
  readonly value: string;
  readonly fault: string;
  readonly onInput: (text: string) => void;
}

export function FieldView({ id, label, type, complete, required, options, value, fault, onInput }: Question) {
  const shared = { id, value, required: required ?? false, "aria-invalid": fault !== "", "aria-describedby": `${id}-fault` };
  return (
    <p class="field">
      <label for={id}>
        {label}
        {required && <span class="needed"> ({say.value("required")})</span>}
      </label>
      {options?.length ? (
        <select {...shared} onChange={(event) => onInput(event.currentTarget.value)}>
          <option value="">{say.value("choose")}</option>
          {options.map((option) => <option key={option.value} value={option.value}>{worded(option.label) || option.value}</option>)}
        </select>
      ) : (
        <input {...shared} type={(type ?? "text") as "text"} maxLength={type === "email" ? 254 : 500} autocomplete={(complete ?? "off") as "off"} dir="auto" onInput={(event) => onInput(event.currentTarget.value)} />
      )}
      <span class="bad" id={`${id}-fault`}>{fault}</span>
    </p>
  );
}

export function isAddress(text: string): boolean {
  return /^[^@\s<>]{1,64}@[^@\s<>]+\.[^@\s<>.]+$/.test(text.trim());
}
