/** Asked before the first message: who it is, what it is about, and consent. What is known is not asked. */

import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { answers, keepAnswers, prefilled } from "../store/answers";
import { machine, writeAgain } from "../store/desk";
import { fields, gate, needsConsent } from "../store/gate";
import { focusWanted } from "../store/host";
import { config, worded, type Field } from "../store/settings";
import { faultOf, textOf } from "./answer";
import { FieldView } from "./Field";
import { say, type RareKey } from "./texts";

const types: Readonly<Partial<Record<Field["kind"], { type?: "email" | "tel" | "date"; complete?: "name" | "email" | "tel"; isNumber?: boolean; isSeveral?: boolean }>>> = {
  name: { complete: "name" },
  email: { type: "email", complete: "email" },
  phone: { type: "tel", complete: "tel" },
  number: { isNumber: true },
  date: { type: "date" },
  several: { isSeveral: true },
};
const named: Readonly<Record<string, RareKey>> = { name: "name", email: "email", phone: "phone", topic: "topic" };

export function Gate() {
  const form = useRef<HTMLFormElement>(null);
  const values = useSignal<Readonly<Record<string, string>>>({});
  const faults = useSignal<Readonly<Record<string, string>>>({});
  const isAgreed = useSignal(false);
  const trap = useRef<HTMLInputElement>(null);
  if (gate.value === "identity") return <p class="gate">{say.value("sign_in")}</p>;

  const valueOf = (field: Field): string => {
    const { [field.key]: said } = values.value;
    return said ?? (Object.hasOwn(prefilled.value, field.key) ? textOf(field, prefilled.value[field.key]) : "");
  };

  function submit(event: Event) {
    event.preventDefault();
    const found: Record<string, string> = {};
    for (const field of fields.value) {
      const fault = faultOf(field, valueOf(field));
      if (fault) found[field.key] = say.value(fault);
    }
    if (needsConsent.value && !isAgreed.value) found["consent"] = say.value("agree");
    faults.value = found;
    if (Object.keys(found).length) return requestAnimationFrame(() => form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus());
    const website = trap.current?.value;
    const said = Object.fromEntries(fields.value.map((field) => [field.key, valueOf(field)]));
    keepAnswers({ ...answers.peek(), form: { ...answers.peek().form, ...said }, ...(needsConsent.value ? { consent: true } : {}), ...(website ? { website } : {}) });
    for (const { id, refused } of machine.peek().outbox) if (refused === "form" || refused === "consent") writeAgain(id);
    focusWanted.value++;
  }

  const { consent } = config.value ?? {};
  return (
    <form class="gate" ref={form} noValidate aria-labelledby={fields.value.length ? "about-you" : undefined} onSubmit={submit}>
      {fields.value.length > 0 && <h2 id="about-you">{say.value("about_you")}</h2>}
      {fields.value.map((field) => (
        <FieldView key={field.key} id={`ask-${field.key}`} label={labelOf(field)} required={field.required} {...types[field.kind]}
          options={optionsOf(field)} value={valueOf(field)} fault={faults.value[field.key] ?? ""} onInput={(text) => (values.value = { ...values.value, [field.key]: text })} />
      ))}
      <p class="trap" aria-hidden="true"><input ref={trap} name="website" tabIndex={-1} autocomplete="off" /></p>
      {consent && needsConsent.value && (
        <p class="field">
          <label class="check">
            <input type="checkbox" checked={isAgreed.value} aria-invalid={Boolean(faults.value["consent"])} aria-describedby="consent-fault" onChange={(event) => (isAgreed.value = event.currentTarget.checked)} />
            <span>{worded(consent.text)}</span>
          </label>
          {consent.link && <a href={consent.link} target="_blank" rel="noopener noreferrer">{worded(consent.link_text) || consent.link}</a>}
          <span class="bad" id="consent-fault">{faults.value["consent"] ?? ""}</span>
        </p>
      )}
      <p class="start"><button type="submit" class="wide">{say.value("start")}</button></p>
    </form>
  );
}

function optionsOf({ kind, options }: Field): Field["options"] {
  if (kind !== "yes_no") return options;
  return (["yes", "no"] as const).map((value) => ({ value, label: { [config.value?.language ?? ""]: say.value(value) } }));
}

function labelOf({ label, kind, key }: Field): string {
  const usual = named[kind];
  return worded(label) || (usual ? say.value(usual) : Object.values(label)[0] || key);
}
