/** The picture for the app, the key to type instead, and the first code that proves it works. */
import { useState } from "preact/hooks";
import { api } from "../api";
import { CopyField } from "../parts/copy_field";
import { t } from "../text";
import { TextField } from "./form";
import { useCode, useFirstField } from "./reproof";

export interface Enrolment { readonly secret: string; readonly uri: string; readonly path: string; readonly side: number }

export function EnrolmentSteps({ enrolment, onCodes, onCancel }: { enrolment: Enrolment; onCodes: (codes: readonly string[]) => void; onCancel: () => void }) {
  const [code, setCode] = useState("");
  const [saving, refusal, run] = useCode();
  const confirm = (event: Event): void => {
    event.preventDefault();
    void run(async () => onCodes((await api<{ recovery_codes: string[] }>("PUT", "/api/me/second-factor", { code })).recovery_codes));
  };
  return (
    <form ref={useFirstField()} class="card" onSubmit={confirm}>
      <h3>{t("second_factor.scan")}</h3>
      <p>{t("second_factor.scan_text")}</p>
      <svg class="qr" viewBox={`0 0 ${enrolment.side} ${enrolment.side}`} role="img" aria-label={t("second_factor.picture")} shape-rendering="crispEdges">
        <path d={enrolment.path} />
      </svg>
      <p class="muted small-text">{t("second_factor.key_text")}</p>
      <CopyField label={t("second_factor.key")} text={enrolment.secret.replace(/(.{4})(?=.)/g, "$1 ")} />
      <TextField name="code" label={t("second_factor.first_code")} value={code} onText={setCode} problem={refusal} autocomplete="one-time-code" inputMode="numeric" maxLength={20} required />
      <div class="second-factor-acts">
        <button type="submit" class="button primary" disabled={saving.isBusy || !code}>{t("second_factor.confirm")}</button>
        <button type="button" class="button" onClick={onCancel}>{t("second_factor.cancel")}</button>
      </div>
    </form>
  );
}
