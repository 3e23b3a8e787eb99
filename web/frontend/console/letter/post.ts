/** Hands a mail that begins with us to the outbox. */
import { writeStored } from "../../shared/dom";
import { discard, send } from "../outbox";
import { LAST_USED } from "./from";
import { forget, letterOf } from "./letter";
import { awaitTicket, type Occasion } from "./open";

export function post(about: Occasion): void {
  const { channelId, to, cc, bcc, subject, text, attachments } = letterOf(about);
  const item = { text: text.trim(), attachments, recipients: { to, cc, bcc, subject: subject.trim() }, seenId: 0, resolve: false };
  if (about.kind === "mail") {
    awaitTicket(send({ ...item, kind: "mail", ticketId: 0, channelId }));
    writeStored(LAST_USED, channelId);
  } else {
    send({ ...item, kind: "forward", ticketId: about.message.ticket_id, messageId: about.message.id });
  }
  throwAway(about);
}

/** Neither what was written nor what was refused is needed any more. */
export function throwAway(about: Occasion): void {
  forget(about);
  if (about.refused) discard(about.refused);
}
