/** Mailboxes: how each is doing both ways, and what could not be read. */
import { useState } from "preact/hooks";
import { Icon } from "../parts/icon";
import { Empty, Failed, Skeleton } from "../parts/states";
import { teamOf } from "../session";
import { t } from "../text";
import { useData } from "./data";
import { MailApps } from "./mail_apps";
import { MailboxDialog } from "./mailbox_dialog";
import type { Health, Mailbox } from "./mailbox_types";
import { Quarantine } from "./quarantine";

export function Mailboxes() {
  const { value: mailboxes, error, reload } = useData<Mailbox[]>("/api/mailboxes");
  const [edited, setEdited] = useState<Mailbox | "new" | null>(null);
  if (error) return <Failed error={error} retry={reload} />;
  if (!mailboxes) return <Skeleton rows={2} />;
  return (
    <>
      {mailboxes.length === 0 && <Empty icon="mail" title={t("mailbox.none")}><p>{t("mailbox.none_text")}</p></Empty>}
      {mailboxes.map((mailbox) => (
        <section key={mailbox.id} class="card" aria-label={mailbox.name}>
          <div class="line">
            <span class="row-channel channel-email"><Icon name="mail" size={16} label={t("channel.email")} /></span>
            <span class="line-main">
              <span><strong>{mailbox.name}</strong> {mailbox.is_paused && <span class="chip">{t("channels.paused")}</span>}</span>
              <span class="muted small-text">{[mailbox.name === mailbox.address ? "" : mailbox.address, ...mailbox.aliases, teamOf(mailbox.team_id)?.name].filter(Boolean).join(" · ")}</span>
              {!mailbox.is_paused && mailbox.health.filter((one) => !one.is_working).map((one) => <Trouble key={one.direction} health={one} />)}
              {mailbox.waiting > 0 && <span class="small-text">{t("mailbox.waiting", { count: mailbox.waiting })}</span>}
            </span>
            <button type="button" class="button small" onClick={() => setEdited(mailbox)} aria-label={t("form.edit", { name: mailbox.name })}>
              <Icon name="pencil" size={14} /> {t("action.edit")}
            </button>
          </div>
        </section>
      ))}
      <button type="button" class="button primary" onClick={() => setEdited("new")}>
        <Icon name="plus" size={16} /> {t("mailbox.add")}
      </button>
      <MailApps />
      {mailboxes.some(({ quarantined }) => quarantined > 0) && <Quarantine onChange={reload} />}
      {edited && <MailboxDialog mailbox={edited === "new" ? null : edited} onClose={() => (setEdited(null), reload())} />}
    </>
  );
}

function Trouble({ health }: { health: Health }) {
  return (
    <span class="field-problem">
      <Icon name="alert" size={14} /> {t(`mailbox.${health.direction}_trouble`)} <span dir="auto">{health.detail || health.code}</span>
    </span>
  );
}
