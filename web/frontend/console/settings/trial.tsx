/** Says what the rules would decide about a text, and why. */
import { useState } from "preact/hooks";
import { api } from "../api";
import { Icon } from "../parts/icon";
import { languageName, t } from "../text";
import { Field, useSaving } from "./form";
import { outcomeText, type Outcome } from "./rule_types";

interface Verdict extends Outcome {
  language?: string | null;
  reasons?: { field: string; rule: string; matched: string }[];
}

export function Trial() {
  const [text, setText] = useState("");
  const [verdict, setVerdict] = useState<Verdict | null>(null);
  const saving = useSaving();
  const run = (event: Event): void => {
    event.preventDefault();
    void saving.run(async () => setVerdict(await api<Verdict>("POST", "/api/rule-trials", { text })));
  };
  return (
    <form class="card" onSubmit={run}>
      <Field name="trial" label={t("rules.try")} problem={saving.problems["text"]}>
        {(attributes) => <textarea class="input" rows={2} dir="auto" placeholder={t("rules.try_hint")} value={text} onInput={(event) => setText(event.currentTarget.value)} {...attributes} />}
      </Field>
      <button type="submit" class="button" disabled={saving.isBusy || text.trim() === ""}><Icon name="bolt" size={14} /> {t("rules.try_button")}</button>
      <div role="status" aria-live="polite">
        {verdict && (
          <div class="verdict">
            <p><strong>{outcomeText(verdict) || t("rules.nothing")}</strong>{verdict.language && <span class="chip">{languageName(verdict.language)}</span>}</p>
            <ul class="why-list muted">{reasonTexts(verdict).map((reason, at) => <li key={at}><Icon name="check" size={14} /> {reason}</li>)}</ul>
          </div>
        )}
      </div>
    </form>
  );
}

/** "Payment trouble: refund", each rule once. */
function reasonTexts({ reasons = [] }: Verdict): string[] {
  return [...new Set(reasons.map(({ rule, matched }) => [rule, matched].filter(Boolean).join(": ")))];
}
