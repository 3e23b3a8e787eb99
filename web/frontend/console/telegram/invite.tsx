/** A link that lets the customer go on with this ticket on Telegram. */
import { useState } from "preact/hooks";
import { api } from "../api";
import { CopyField } from "../parts/copy_field";
import { Icon } from "../parts/icon";
import css from "../styles/telegram.css" with { type: "text" };
import { t, when } from "../text";
import { tell } from "../toasts";
import { wear } from "../wear";

wear(css);

interface Link {
  url: string;
  expires_at: string;
}

export default function Invite({ ticketId }: { ticketId: number }) {
  const [link, setLink] = useState<Link | null>(null);
  const [isBusy, setBusy] = useState(false);
  const make = async (): Promise<void> => {
    setBusy(true);
    setLink(await api<Link>("POST", `/api/tickets/${ticketId}/telegram-links`, {}).catch((error: unknown) => (tell(error), null)));
    setBusy(false);
  };
  if (!link) return <button type="button" class="link-button tg-invite" disabled={isBusy} onClick={() => void make()}><Icon name="plane" size={14} /> {t("telegram.invite")}</button>;
  return (
    <div class="tg-link" role="status">
      <CopyField label={t("telegram.invitation")} text={link.url} />
      <p class="muted small-text">{t("telegram.invitation_help", { time: when.short(link.expires_at) })}</p>
    </div>
  );
}
