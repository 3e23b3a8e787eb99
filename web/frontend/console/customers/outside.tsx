/** What happened elsewhere: what it comes to, and writing down a call. */
import { useState } from "preact/hooks";
import { api } from "../api";
import { Dialog } from "../parts/dialog";
import { Icon } from "../parts/icon";
import { Select } from "../parts/select";
import { go } from "../route";
import { Field, TextField, useSaving } from "../settings/form";
import { known, locale, t, when } from "../text";
import { toast } from "../toasts";
import type { Sum } from "./types";

export interface OutsideEvent { readonly id: number; readonly ticket_id: number | null; readonly source: string; readonly key: string; readonly kind: string; readonly title: string; readonly amount_minor: number | null; readonly currency: string; readonly url: string; readonly outcome: string; readonly duration_s: number | null; readonly happened_at: string }

export function kindName(kind: string): string {
  return known("outside.kind.", kind) ?? kind;
}

/** "1 299,00 ₴": a currency's smallest unit has as many digits as the browser knows it to have. */
export function money(minor: number, currency: string): string {
  try {
    const format = new Intl.NumberFormat(locale.value, { style: "currency", currency });
    return format.format(minor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
  } catch {
    return `${minor / 100} ${currency}`;
  }
}

export function Sums({ sums }: { sums: readonly Sum[] }) {
  if (sums.length === 0) return null;
  return (
    <dl class="sums" aria-label={t("outside.title")}>
      {sums.map((sum) => (
        <div key={`${sum.kind} ${sum.currency}`}>
          <dt class="muted">{kindName(sum.kind)}</dt>
          <dd>{t("outside.times", { count: sum.count })}{sum.amount_minor !== null && ` · ${money(sum.amount_minor, sum.currency)}`} <span class="muted">· {t("outside.last", { date: when.day(sum.last_at) })}</span></dd>
        </div>
      ))}
    </dl>
  );
}

const OUTCOMES = ["answered", "no_answer", "busy", "voicemail", "left_message"] as const;

export function LogCall({ customerId, onClose, onDone }: { customerId: number; onClose: () => void; onDone: () => void }) {
  const [kind, setKind] = useState("call");
  const [outcome, setOutcome] = useState("answered");
  const [minutes, setMinutes] = useState("");
  const [title, setTitle] = useState("");
  const [subject, setSubject] = useState("");
  const [key] = useState(() => crypto.randomUUID());
  const saving = useSaving();
  const save = async (event: Event): Promise<void> => {
    event.preventDefault();
    const body = { client_key: key, kind, outcome: kind === "visit" ? "done" : outcome, duration_s: minutes === "" ? null : Math.round(Number(minutes) * 60), title: title.trim(), ticket_subject: subject.trim() };
    const kept = async (): Promise<void> => told(await api<OutsideEvent>("POST", `/api/customers/${customerId}/calls`, body));
    if (await saving.run(kept)) (onDone(), onClose());
  };
  return (
    <Dialog title={t("outside.log")} onClose={onClose}>
      <form onSubmit={(event) => void save(event)}>
        <Field name="kind" label={t("outside.what")}>{({ id }) => <Select id={id} label={t("outside.what")} value={kind} choices={["call", "visit"].map((value) => ({ value, label: kindName(value) }))} onChoose={setKind} />}</Field>
        {kind === "call" && <Field name="outcome" label={t("outside.outcome")}>{({ id }) => <Select id={id} label={t("outside.outcome")} value={outcome} choices={OUTCOMES.map((value) => ({ value, label: t(`outside.outcome.${value}`) }))} onChoose={setOutcome} />}</Field>}
        <TextField name="minutes" label={t("outside.minutes")} type="number" min={0} max={1440} value={minutes} onText={setMinutes} />
        <TextField name="title" label={t("outside.about")} value={title} onText={setTitle} maxLength={300} />
        <TextField name="subject" label={t("outside.ticket")} help={t("outside.ticket_help")} value={subject} onText={setSubject} maxLength={300} />
        <footer class="dialog-foot"><button type="submit" class="button primary" disabled={saving.isBusy}>{t("action.save")}</button></footer>
      </form>
    </Dialog>
  );
}

function told({ ticket_id: ticket }: OutsideEvent): void {
  toast(t("form.saved"), { ...(ticket && { action: { label: t("outside.open_ticket"), run: () => go({ ticket }) } }) });
}

export function OutsideLine({ event }: { event: OutsideEvent }) {
  const outcome = event.outcome && (known("outside.outcome.", event.outcome) ?? event.outcome);
  return (
    <span class="line-main">
      <span dir="auto"><strong>{kindName(event.kind)}</strong> {event.url ? <a href={event.url} target="_blank" rel="noopener noreferrer">{event.title || event.key}</a> : event.title}</span>
      <span class="muted small-text">{[event.amount_minor !== null && money(event.amount_minor, event.currency), outcome, event.duration_s !== null && when.span(event.duration_s * 1000), event.source !== "desk" && event.source].filter(Boolean).join(" · ")}</span>
    </span>
  );
}

export function OutsideIcon({ kind }: { kind: string }) {
  return <Icon name={kind === "call" ? "phone" : kind === "visit" ? "user" : "spark"} size={14} label={kindName(kind)} />;
}
