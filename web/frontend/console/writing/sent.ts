/** A reply that can still be taken back says so wherever its agent has gone meanwhile. */
import { go, route } from "../route";
import type { Message } from "../store/types";
import { loadWords, t } from "../text";
import { toast } from "../toasts";
import { undoSend } from "../undo";
import { momentText } from "./moment_text";

export async function replySent(message: Message): Promise<void> {
  const { release_at, is_scheduled, state } = message.delivery ?? {};
  const leftMs = release_at ? Date.parse(release_at) - Date.now() : 0;
  if (state !== "queued" || !release_at || leftMs <= 0) return;
  await loadWords("writing");
  if (is_scheduled) return void toast(t("send.scheduled_toast", { time: momentText(release_at) }));
  // on its own ticket the reply itself counts the seconds
  if (route.value.ticket === message.ticket_id && route.value.page === null) return;
  toast(t("send.sent"), { lastsMs: leftMs, action: { label: t("action.undo"), run: () => (go({ ticket: message.ticket_id }), void undoSend(message)) } });
}
