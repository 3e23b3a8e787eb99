/** One's own promises and reminders, and the calendar that shows them. */
import { useState } from "preact/hooks";
import { api } from "../api";
import { CopyField } from "../parts/copy_field";
import { Icon } from "../parts/icon";
import { Empty, Failed, Skeleton } from "../parts/states";
import { SureButton } from "../parts/sure_button";
import { go } from "../route";
import { t, when } from "../text";
import { tell } from "../toasts";
import "../writing/look";
import { PromiseLine } from "../writing/promise_line";
import type { Promised } from "../writing/types";
import { useData } from "./data";

export default function PromisesPage() {
  const { value: all, error, reload } = useData<Promised[]>("/api/promises");
  if (error && !all) return <Failed error={error} retry={reload} />;
  if (!all) return <Skeleton rows={3} />;
  return (
    <div class="promises-page">
      <p class="muted">{t("promise.text")}</p>
      {all.length === 0 && <Empty icon="hand" title={t("promise.none")}><p>{t("promise.none_text")}</p></Empty>}
      {byMatter(all).map((list) => (
        <section key={`${list[0]!.ticket_id} ${list[0]!.customer.id}`} class="card" aria-label={nameOf(list[0]!)}>
          <button type="button" class="link-button promise-ticket" onClick={() => open(list[0]!)}><span dir="auto">{nameOf(list[0]!)}</span></button>
          <ul class="promises">{list.map((promise) => <PromiseLine key={promise.id} promise={promise} onDone={reload} />)}</ul>
        </section>
      ))}
      <Feed />
    </div>
  );
}

function Feed() {
  const { value, reload } = useData<{ created_at: string | null }>("/api/me/calendar-feed");
  const [url, setUrl] = useState<string | null>(null);
  if (!value) return null;
  const open = (): void => void api<{ url: string }>("POST", "/api/me/calendar-feed", {}).then((made) => (setUrl(made.url), reload()), tell);
  const end = (): void => void api("DELETE", "/api/me/calendar-feed").then(() => (setUrl(null), reload()), tell);
  return (
    <section class="card" aria-label={t("promise.feed")}>
      <h3 class="settings-subtitle">{t("promise.feed")}</h3>
      <p class="muted">{t("promise.feed_text")}</p>
      {url && <CopyField label={t("promise.feed_address")} text={url} />}
      {url && <p class="small-text">{t("promise.feed_once")}</p>}
      {!url && value.created_at && <p>{t("promise.feed_since", { time: when.full(value.created_at) })}</p>}
      <div class="trouble-actions">
        <button type="button" class="button" onClick={open}><Icon name="link" size={14} /> {t(value.created_at ? "promise.feed_renew" : "promise.feed_open")}</button>
        {value.created_at && <SureButton className="button danger-button" onSure={end}>{t("promise.feed_end")}</SureButton>}
      </div>
    </section>
  );
}

/** Those of a ticket together, and those to a customer. */
function byMatter(all: readonly Promised[]): Promised[][] {
  const groups = new Map<string, Promised[]>();
  for (const one of all) {
    const key = one.ticket_id === null ? `customer:${one.customer.id}` : String(one.ticket_id);
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()];
}

function nameOf({ ticket_number, ticket_subject, customer }: Promised): string {
  const name = customer.name || t("customer.nameless");
  return ticket_number === null ? name : `#${ticket_number} · ${name} · ${ticket_subject}`;
}

function open({ ticket_id, customer }: Promised): void {
  if (ticket_id === null) go({ page: "customers", query: `customers:${customer.id}` });
  else go({ ticket: ticket_id });
}
