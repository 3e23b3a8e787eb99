/** A reply that waits for its moment: change it, or send it now. */
import { useState } from "preact/hooks";
import { api } from "../api";
import { change } from "../live";
import { Icon } from "../parts/icon";
import { loadMessage } from "../store/load";
import type { Message } from "../store/types";
import { t } from "../text";
import { tell, toast } from "../toasts";
import { undoSend } from "../undo";
import { momentText } from "./moment_text";

export default function Scheduled({ message }: { message: Message }) {
  const [isBusy, setBusy] = useState(false);
  const sendNow = async (): Promise<void> => {
    setBusy(true);
    try {
      const { message: sent } = await api<{ message: Message }>("PUT", `/api/messages/${message.id}/release`, {});
      change((now) => loadMessage(now, sent));
      toast(t("send.now_done"));
    } catch (error) {
      tell(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <div class="release" title={t("send.if_written")}>
      <span><Icon name="clock" size={14} /> {t("send.scheduled", { time: momentText(message.delivery!.release_at!) })}</span>
      <button type="button" class="button small" disabled={isBusy} title={t("send.cancel_hint")} onClick={() => void undoSend(message)}><Icon name="undo" size={14} /> {t("send.cancel")}</button>
      <button type="button" class="button small" disabled={isBusy} onClick={() => void sendNow()}><Icon name="send" size={14} /> {t("send.now")}</button>
    </div>
  );
}
