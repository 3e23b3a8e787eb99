/** Hands what was written to the outbox. */
import { clearDraft, editorOf } from "../drafts";
import { ticketAfter } from "../list/navigation";
import { answeredMail, recipientsOf, setRecipients } from "../mail/recipients";
import { send } from "../outbox";
import { leave } from "../resolve";
import { preferences } from "../session";
import { isEmpty } from "../store/draft";
import type { TicketView } from "../store/state";
import type { DraftMode } from "../store/types";
import { takeExtras } from "../telegram/extras";
import { t } from "../text";
import { toast } from "../toasts";
import { stoppedTyping } from "./typing";
import { uploadsOf } from "./uploads";

/** then: where to go, the agent's own setting unless said; at: not before. */
export interface Sending { resolve?: boolean; then?: "next" | "list" | "stay"; at?: Date }

/** Returns whether it was handed over. */
export function submit(view: TicketView, mode: DraftMode, { resolve = false, then, at }: Sending = {}): boolean {
  const editor = editorOf(view.id, mode);
  if (uploadsOf(view.id, mode).length > 0) {
    toast(t("composer.uploads_run"));
    return false;
  }
  if (isEmpty(editor) || editor.other) return false;
  const mail = mode === "reply" ? answeredMail(view) : undefined;
  const recipients = mail && recipientsOf(view, mail);
  if (recipients && recipients.to.length === 0) {
    toast(t("mail.nobody"), { kind: "error" });
    return false;
  }
  stoppedTyping();
  const seenId = view.messages.at(-1)?.id ?? 0;
  send({ ticketId: view.id, kind: mode, text: editor.text.trim(), attachments: editor.attachments, seenId, resolve, sendAt: at?.toISOString(), recipients, threadId: mail?.thread_id ?? undefined, ...(mode === "reply" && takeExtras(view)) });
  clearDraft(view.id, mode);
  if (recipients) setRecipients(view.id, null);
  const next = then ?? (resolve ? preferences.value.after_resolve : mode === "reply" ? preferences.value.after_send : "stay");
  leave(view.id, { next, after: ticketAfter(view.id) });
  return true;
}
