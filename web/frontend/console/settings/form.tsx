/** Fields of forms: label, help and problem tied to the input. */
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { Problem } from "../api";
import { Icon } from "../parts/icon";
import { known, t } from "../text";
import { inWords, toast } from "../toasts";
import { settle } from "../unsaved";
import "./look";

interface FieldProps {
  name: string;
  label: string;
  help?: string | undefined;
  problem?: string | undefined;
  children: (attributes: { id: string; "aria-invalid": boolean; "aria-describedby"?: string }) => ComponentChildren;
}

export function Field({ name, label, help, problem, children }: FieldProps) {
  const id = `form-${name}`;
  const describedBy = [help && `${id}-help`, problem && `${id}-problem`].filter(Boolean).join(" ");
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {children({ id, "aria-invalid": Boolean(problem), ...(describedBy && { "aria-describedby": describedBy }) })}
      {help && <p id={`${id}-help`} class="muted small-text">{help}</p>}
      {problem && <p id={`${id}-problem`} class="field-problem" role="alert"><Icon name="alert" size={14} /> {problem}</p>}
    </div>
  );
}

interface TextProps {
  name: string;
  label: string;
  value: string;
  onText: (value: string) => void;
  help?: string;
  problem?: string | undefined;
  type?: "text" | "email" | "password" | "number";
  min?: number;
  max?: number;
  maxLength?: number;
  required?: boolean;
  autocomplete?: "name" | "current-password" | "new-password" | "one-time-code";
  inputMode?: "numeric";
}

export function TextField({ name, label, value, onText, help, problem, ...rest }: TextProps) {
  return (
    <Field name={name} label={label} help={help} problem={problem}>
      {(attributes) => <input class="input" dir="auto" value={value} onInput={(event) => onText(event.currentTarget.value)} {...(rest as object)} {...attributes} />}
    </Field>
  );
}

export function Check({ label, checked, onCheck, help }: { label: string; checked: boolean; onCheck: (checked: boolean) => void; help?: string }) {
  return (
    <label class="check">
      <input type="checkbox" checked={checked} onChange={(event) => onCheck(event.currentTarget.checked)} />
      <span>
        {label}
        {help && <span class="muted small-text check-help">{help}</span>}
      </span>
    </label>
  );
}

/** Several of a few: teams, languages. */
export function Checks<T extends string | number>({ legend, help, choices, chosen, onChoose }: { legend: string; help?: string; choices: readonly { value: T; label: string }[]; chosen: readonly T[]; onChoose: (chosen: T[]) => void }) {
  return (
    <fieldset class="field checks">
      <legend>{legend}</legend>
      {choices.length === 0 && <p class="muted small-text">{t("form.no_choices")}</p>}
      {choices.map(({ value, label }) => (
        <Check key={value} label={label} checked={chosen.includes(value)} onCheck={(isOn) => onChoose(isOn ? [...chosen, value] : chosen.filter((one) => one !== value))} />
      ))}
      {help && <p class="muted small-text checks-help">{help}</p>}
    </fieldset>
  );
}

export interface Saving {
  isBusy: boolean;
  problems: Readonly<Record<string, string>>;
  /** Somebody else saved the same meanwhile and has been shown so: saving once more is meant. */
  isSure: boolean;
  run: (work: () => Promise<unknown>) => Promise<boolean>;
}

/** Run a save: one at a time, field problems beside their fields, the rest as a toast. */
export function useSaving(done?: string): Saving {
  const [isBusy, setBusy] = useState(false);
  const [problems, setProblems] = useState<Record<string, string>>({});
  const [isSure, setSure] = useState(false);
  const run = async (work: () => Promise<unknown>): Promise<boolean> => {
    const focused = document.activeElement;
    setBusy(true);
    setProblems({});
    try {
      await work();
      settle();
      setSure(false);
      if (done) toast(done);
      return true;
    } catch (error) {
      const isOvertaken = error instanceof Problem && error.code === "saved_meanwhile";
      setSure(isOvertaken);
      const fields = error instanceof Problem ? fieldProblems(error) : {};
      setProblems(fields);
      // a problem that no field shows must be told all the same
      setTimeout(() => (!isOvertaken && document.querySelector("[aria-invalid=true]")) || toast(isOvertaken ? inWords(error) : `${inWords(error)} ${whatNext(error)}`, { kind: "error" }));
      return false;
    } finally {
      setBusy(false);
      setTimeout(() => giveBack(focused));
    }
  };
  return { isBusy, problems, isSure, run };
}

/** A button loses the focus while it cannot be pressed. */
function giveBack(focused: Element | null): void {
  if (focused?.isConnected && document.activeElement === document.body) (focused as HTMLElement).focus({ preventScroll: true });
}

/** Nothing typed is lost by a save that failed; what to do depends on why. */
function whatNext(error: unknown): string {
  if (!(error instanceof Problem) || error.isPassing) return t("form.kept_again");
  if (error.status === 403) return t("form.kept_ask");
  return t(error.status === 404 ? "form.kept_copy" : "form.kept_mend");
}

function fieldProblems(error: Problem): Record<string, string> {
  if (error.status !== 400 && error.status !== 409 && error.status !== 422) return {};
  return Object.fromEntries(Object.entries(error.fields).map(([name, reason]) => [name, known("field.", String(reason)) ?? t("field.invalid")]));
}
