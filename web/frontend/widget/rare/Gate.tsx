/** Asked before the first message: who it is, what it is about, and consent. What is known is not asked. */

import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { answers, keepAnswers } from "../store/answers";
import { fields, gate, needsConsent } from "../store/gate";
import { focusWanted } from "../store/host";
import { config, worded, type Field } from "../store/settings";
import { FieldView, isAddress } from "./Field";
import { say, type RareKey } from "./texts";

const kinds = { name: ["text", "name"], email: ["email", "email"], phone: ["tel", "tel"], topic: ["text", "off"], text: ["text", "off"], choice: ["text", "off"] } as const;
const named: Readonly<Record<string, RareKey>> = { name: "name", email: "email", phone: "phone", topic: "topic" };

export function Gate() {
  const form = useRef<HTMLFormElement>(null);
  const values = useSignal<Readonly<Record<string, string>>>({});
  const faults = useSignal<Readonly<Record<string, string>>>({});
  const isAgreed = useSignal(false);
  const trap = useRef<HTMLInputElement>(null);
  if (gate.value === "identity") return <p class="gate">{say.value("sign_in")}</p>;

  function submit(event: Event) {
    event.preventDefault();
    const found = Object.fromEntries(fields.value.map((field) => [field.key, faultOf(field, values.value[field.key]?.trim() ?? "")]).filter(([, fault]) => fault));
    if (needsConsent.value && !isAgreed.value) found["consent"] = say.value("agree");
    faults.value = found;
    if (Object.keys(found).length) return requestAnimationFrame(() => form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus());
    const website = trap.current?.value;
    keepAnswers({ ...answers.peek(), form: { ...answers.peek().form, ...values.value }, ...(needsConsent.value ? { consent: true } : {}), ...(website ? { website } : {}) });
    focusWanted.value++;
  }

  const { consent } = config.value ?? {};
  return (
    <form class="gate" ref={form} noValidate onSubmit={submit}>
      {fields.value.length > 0 && <h2>{say.value("about_you")}</h2>}
      {fields.value.map((field) => (
        <FieldView key={field.key} id={`ask-${field.key}`} label={labelOf(field)} type={kinds[field.kind][0]} complete={kinds[field.kind][1]} required={field.required}
          options={field.options} value={values.value[field.key] ?? ""} fault={faults.value[field.key] ?? ""} onInput={(text) => (values.value = { ...values.value, [field.key]: text })} />
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
      <button type="submit" class="wide">{say.value("start")}</button>
    </form>
  );
}

function labelOf({ label, kind, key }: Field): string {
  const usual = named[kind];
  return worded(label) || (usual ? say.value(usual) : key);
}

function faultOf({ kind, required }: Field, value: string): string {
  if (!value) return required ? say.value("missing") : "";
  if (kind === "email" && !isAddress(value)) return say.value("bad_email");
  if (kind === "phone" && !/^[+\d][\d\s().-]{4,24}$/.test(value)) return say.value("bad_phone");
  return "";
}
