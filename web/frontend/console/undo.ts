/** Takes back a reply that has not left yet: its text returns to the box. */
import { api } from "./api";
import { editorOf, openDraft, restore } from "./drafts";
import { reopenForward } from "./letter/open";
import { change } from "./live";
import { isAside, setRecipients } from "./mail/recipients";
import { myId, state } from "./session";
import { isEmpty } from "./store/draft";
import { putMessage } from "./store/messages";
import type { State } from "./store/state";
import type { Draft, Message } from "./store/types";
import { t } from "./text";
import { tell, toast } from "./toasts";

export async function undoSend(message: Message): Promise<void> {
  try {
    const { draft } = await api<{ draft: Draft | null }>("DELETE", `/api/messages/${message.id}/release`);
    change((now) => withdrawn(now, message));
    const view = state.value.tickets.get(message.ticket_id);
    if (message.mail && view && isAside(view, message)) return reopenForward(message);
    if (message.author.id === myId()) takeBack(message, draft);
    toast(t("toast.undone"));
  } catch (error) {
    tell(error);
  }
}

/** The server has put the text before what was saved; what is not saved yet must not be lost either. */
function takeBack({ ticket_id, text, attachments, mail }: Message, draft: Draft | null): void {
  if (mail) setRecipients(ticket_id, { to: mail.to, cc: mail.cc, bcc: mail.bcc, subject: mail.subject });
  const editor = editorOf(ticket_id, "reply");
  if (draft && (!editor.dirty || isEmpty(editor))) openDraft(ticket_id, "reply", draft);
  else restore(ticket_id, "reply", { text, attachments, ...(draft && { revision: draft.revision }) });
}

/** Before the live frame says so: what was taken back is no message any more. */
function withdrawn(now: State, message: Message): State {
  const view = now.tickets.get(message.ticket_id);
  if (!view || !message.delivery) return now;
  const messages = putMessage(view.messages, { ...message, delivery: { ...message.delivery, state: "withdrawn" } });
  return { ...now, tickets: new Map(now.tickets).set(view.id, { ...view, messages }) };
}

/** The reply of this agent on a ticket that can still be taken back. */
export function undoable(ticketId: number): Message | undefined {
  return state.value.tickets.get(ticketId)?.messages.findLast(
    ({ author, delivery }) =>
      author.kind === "agent" && author.id === myId() && delivery?.state === "queued" && !delivery.is_scheduled && delivery.release_at !== null && Date.parse(delivery.release_at) > Date.now(),
  );
}

