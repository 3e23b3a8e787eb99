/** Asks somebody who is signed in once more who they are: the password, and a code where they have a second factor. */
import type { Ref } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { Problem } from "../api";
import { known, t } from "../text";
import { TextField, useSaving } from "./form";

export interface Proof { readonly password: string; readonly code: string }

/** Run work that takes a code; the second value says why a code does not count. */
export function useCode(): [ReturnType<typeof useSaving>, string | undefined, (work: () => Promise<unknown>) => Promise<boolean>] {
  const saving = useSaving();
  const [refusal, setRefusal] = useState<string | undefined>();
  const run = (work: () => Promise<unknown>): Promise<boolean> => {
    setRefusal(undefined);
    return saving.run(async () => {
      try {
        await work();
      } catch (error) {
        if (error instanceof Problem && "code" in error.fields) setRefusal(whyRefused(error.fields));
        throw error;
      }
    });
  };
  return [saving, refusal, run];
}

function whyRefused({ code, minutes }: Readonly<Record<string, unknown>>): string {
  return known("second_factor.code_", String(code), { count: Number(minutes) }) ?? t("second_factor.code_wrong");
}

/** The first field of what has just come in place of something else. */
export function useFirstField(): Ref<HTMLFormElement> {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector<HTMLInputElement>("input:not([readonly])")?.focus(), []);
  return form;
}

export function Reproof({ title, text, asksCode, onProof, onCancel }: { title: string; text?: string; asksCode: boolean; onProof: (proof: Proof) => Promise<unknown>; onCancel: () => void }) {
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const [saving, refusal, run] = useCode();
  const submit = (event: Event): void => {
    event.preventDefault();
    void run(() => onProof({ password, code }));
  };
  return (
    <form ref={useFirstField()} class="card" aria-label={title} onSubmit={submit}>
      <h3>{title}</h3>
      {text && <p>{text}</p>}
      <TextField name="password" type="password" label={t("password.current")} value={password} onText={setPassword} problem={saving.problems["password"]} autocomplete="current-password" required />
      {asksCode && <TextField name="code" label={t("second_factor.code")} help={t("second_factor.code_or_recovery")} value={code} onText={setCode} problem={refusal} autocomplete="one-time-code" maxLength={60} required />}
      <div class="second-factor-acts">
        <button type="submit" class="button primary" disabled={saving.isBusy || !password || (asksCode && !code)}>{t("second_factor.continue")}</button>
        <button type="button" class="button" onClick={onCancel}>{t("second_factor.cancel")}</button>
      </div>
    </form>
  );
}
