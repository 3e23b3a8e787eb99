/** Who writes in the chat: page, device, what they looked at within a day, what they say of themselves. */
import { api } from "../api";
import { Icon } from "../parts/icon";
import { openCustomer } from "../customers/going";
import { useData } from "../settings/data";
import { me } from "../session";
import { lazyPart } from "../lazy_part";
import { known, languageName, locale, t, when } from "../text";
import { tell } from "../toasts";

const Erasure = lazyPart<{ ticketId: number; onDone: () => void }>(() => import("./erasure"), "wishes");

interface Seen {
  readonly customer_id: number;
  readonly channel: string;
  readonly verified: boolean;
  readonly later: { readonly id: number; readonly name: string } | null;
  readonly blocked: boolean;
  readonly email: string | null;
  readonly said: readonly { readonly key: string; readonly label: Readonly<Record<string, string>>; readonly kind: string; readonly text: string; readonly texts: Readonly<Record<string, string>> }[];
  readonly page: { readonly url?: string; readonly title?: string; readonly referrer?: string };
  readonly device: { readonly browser?: string; readonly system?: string; readonly kind?: string };
  readonly locale: string;
  readonly visits: readonly { readonly url: string; readonly title: string; readonly at: string }[];
  readonly erasure_due_at: string | null;
}

export default function Visitor({ ticketId, version }: { ticketId: number; version: number }) {
  const { value: seen, reload } = useData<Seen>(`/api/tickets/${ticketId}/visitor?version=${version}`);
  if (!seen) return null;
  const block = (): void => void api(seen.blocked ? "DELETE" : "PUT", `/api/customers/${seen.customer_id}/block`, seen.blocked ? undefined : {}).then(reload, tell);
  return (
    <section class="visitor" aria-label={t("visitor.title")}>
      {seen.verified && <p class="small-text"><Icon name="circle_check" size={14} /> {t("visitor.verified", { channel: seen.channel })}</p>}
      {seen.later && <p class="small-text">{t("visitor.later")} <button type="button" class="link-button" dir="auto" onClick={() => openCustomer(seen.later!.id)}>{seen.later.name}</button></p>}
      {seen.erasure_due_at && <p class="mark mark-warn"><Icon name="alert" size={12} /> {t("visitor.erasure", { time: when.moment(seen.erasure_due_at) })}</p>}
      {seen.erasure_due_at && me.value?.agent.role === "admin" && <Erasure ticketId={ticketId} onDone={reload} />}
      <dl class="customer-fields">
        {facts(seen).map(([name, text]) => (
          <div key={name}>
            <dt class="muted">{name}</dt>
            <dd dir="auto">{text}</dd>
          </div>
        ))}
      </dl>
      {seen.said.length > 0 && <p class="muted small-text">{t("visitor.unproved")}</p>}
      {seen.visits.length > 0 && (
        <details>
          <summary>{t("visitor.visits")} ({seen.visits.length})</summary>
          <ol class="visits">
            {[...seen.visits].reverse().map((visit) => (
              <li key={visit.at}><span class="muted small-text">{when.clock(visit.at)}</span> <span title={visit.url} dir="auto">{visit.title || visit.url}</span></li>
            ))}
          </ol>
        </details>
      )}
      <button type="button" class="button small" title={t("visitor.block_help")} onClick={block}>{t(seen.blocked ? "visitor.unblock" : "visitor.block")}</button>
    </section>
  );
}

/** Addresses are shown as text: a click would tell their owner that somebody looks. */
function facts({ page, device, locale: spoken, email, said }: Seen): [string, string][] {
  const machine = [device.browser, device.system, device.kind && known("visitor.", device.kind)].filter(Boolean).join(" · ");
  const found: [string, string | null | undefined][] = [
    [t("visitor.page"), page.title ? `${page.title} (${page.url ?? ""})` : page.url],
    [t("visitor.referrer"), page.referrer],
    [t("visitor.device"), machine],
    [t("visitor.locale"), spoken && languageName(spoken.slice(0, 2))],
    [t("visitor.email"), said.some(({ kind }) => kind === "email") ? null : email],
    ...said.map(({ label, kind, key, text, texts }): [string, string] => [label[locale.value] || Object.values(label)[0] || known("widget.kind_", kind) || key, inWords(kind, text, texts)]),
  ];
  return found.filter((fact): fact is [string, string] => Boolean(fact[1]));
}

/** What was chosen is shown by its name, not by its key. */
function inWords(kind: string, text: string, texts: Readonly<Record<string, string>>): string {
  if (kind === "yes_no") return known("widget.answer_", text) ?? text;
  return texts[locale.value] ?? Object.values(texts)[0] ?? text;
}
