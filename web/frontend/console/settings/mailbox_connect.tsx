/** Signing in to a mailbox at Google or Microsoft: the owner agrees there and comes back. */
import { api } from "../api";
import { Icon } from "../parts/icon";
import { t } from "../text";
import { tell } from "../toasts";
import type { Mailbox } from "./mailbox_types";

export type Provider = "google" | "microsoft";

export function Connect({ mailbox, provider }: { mailbox: Mailbox; provider: Provider }) {
  const connect = (): void => {
    void api<{ url: string }>("POST", `/api/mailboxes/${mailbox.id}/connections`, { auth: provider }).then(({ url }) => location.assign(url), tell);
  };
  return (
    <button type="button" class="button" onClick={connect}>
      <Icon name="lock" size={16} /> {t(mailbox.auth === provider ? "mailbox.connect_again" : "mailbox.connect", { name: t(`mail_apps.${provider}`) })}
    </button>
  );
}
