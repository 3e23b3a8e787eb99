/** Mails that nobody could read: look at the original, try again, put away. */
import { api } from "../api";
import { Icon } from "../parts/icon";
import { Failed, Skeleton } from "../parts/states";
import { SureButton } from "../parts/sure_button";
import { go } from "../route";
import { t } from "../text";
import { tell } from "../toasts";
import { useData } from "./data";

interface Quarantined {
  id: number;
  channel_name: string;
  error: string;
  has_raw: boolean;
  summary: { from?: string; subject?: string };
  ticket_id: number | null;
  ticket_number: number | null;
}

export function Quarantine({ onChange }: { onChange: () => void }) {
  const { value: things, error, reload } = useData<Quarantined[]>("/api/quarantine");
  if (error) return <Failed error={error} retry={reload} />;
  if (!things) return <Skeleton rows={2} />;
  const act = (work: Promise<unknown>): void => void work.then(() => (reload(), onChange()), tell);
  return (
    <>
      <h3 class="settings-subtitle">{t("quarantine.title")}</h3>
      <p class="muted">{t("quarantine.text")}</p>
      <ul class="card lines">
        {things.map((one) => (
          <li key={one.id} class="line">
            <span class="line-main">
              <strong dir="auto">{one.summary.subject || t("ticket.no_subject")}</strong>
              <span class="muted small-text" dir="auto">{[one.summary.from, one.channel_name, one.error].filter(Boolean).join(" · ")}</span>
            </span>
            {one.ticket_id !== null && <button type="button" class="button small" onClick={() => go({ ticket: one.ticket_id! })}>#{one.ticket_number}</button>}
            {one.has_raw && <a class="button small" href={`/mail/quarantine/${one.id}/original`} download><Icon name="down" size={14} /> {t("quarantine.original")}</a>}
            <button type="button" class="button small" onClick={() => act(api("POST", `/api/quarantine/${one.id}/replays`, {}))}>{t("quarantine.replay")}</button>
            <SureButton className="button small" onSure={() => act(api("DELETE", `/api/quarantine/${one.id}`))}>{t("quarantine.dismiss")}</SureButton>
          </li>
        ))}
      </ul>
    </>
  );
}
