/** A forwarded mail: one click makes its first writer the customer. */
import { api } from "../api";
import { Icon } from "../parts/icon";
import { realAddress } from "../parts/plain";
import { change } from "../live";
import { go } from "../route";
import { loadRows } from "../store/load";
import type { Message, Row } from "../store/types";
import { t } from "../text";
import { tell, toast } from "../toasts";

export default function OriginalSender({ message }: { message: Message }) {
  const address = message.mail?.forward?.address ?? "";
  const make = async (): Promise<void> => {
    const { ticket } = await api<{ ticket: Row | null }>("POST", `/api/messages/${message.id}/customer`, {});
    if (!ticket) return;
    change((now) => loadRows(now, [ticket], Number.MAX_SAFE_INTEGER));
    go({ ticket: ticket.id });
    toast(t("forward.made", { number: `#${ticket.number}` }));
  };
  return (
    <button type="button" class="link-button" title={t("forward.make_customer_text")} onClick={() => void make().catch(tell)}>
      <Icon name="undo" size={14} /> {t("forward.make_customer", { name: realAddress(address) })}
    </button>
  );
}
