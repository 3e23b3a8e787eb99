/** Hands a mail that begins with us to the outbox. */
import { writeStored } from "../../shared/dom";
import { discard, send } from "../outbox";
import { LAST_USED } from "./from";
import { forget, letterOf } from "./letter";
import { awaitTicket, type Occasion } from "./open";
import { wayKey, type Way } from "./ways";

export function post(about: Occasion, at?: Date): void {
  const { channelId, to, cc, bcc, subject, text, attachments } = letterOf(about);
  const item = { text: text.trim(), attachments, recipients: { to, cc, bcc, subject: subject.trim() }, seenId: 0, resolve: false };
  if (about.kind === "mail") {
    awaitTicket(send({ ...item, kind: "mail", ticketId: 0, channelId, sendAt: at?.toISOString() }));
    writeStored(LAST_USED, channelId);
  } else if (about.kind === "forward") {
    send({ ...item, kind: "forward", ticketId: about.message.ticket_id, messageId: about.message.id });
  }
  throwAway(about);
}

/** By mail it is a mail like any other; elsewhere the words go to the chat that was chosen. */
export function postFirst(about: Occasion & { kind: "first" }, way: Way, at?: Date): void {
  const { channelId, cc, bcc, subject, text, attachments } = letterOf(about);
  const item = { text: text.trim(), attachments, seenId: 0, resolve: false, ticketId: 0, sendAt: at?.toISOString() };
  if (way.kind === "email") {
    const recipients = { to: [[about.customer.name, way.address] as const], cc, bcc, subject: subject.trim() };
    awaitTicket(send({ ...item, kind: "mail", channelId, recipients }));
  } else {
    awaitTicket(send({ ...item, kind: "first", customer: about.customer, channelId: way.channel_id!, identityId: way.identity_id!, subject: subject.trim(), way: wayKey(way) }));
  }
  throwAway(about);
}

/** Neither what was written nor what was refused is needed any more. */
export function throwAway(about: Occasion): void {
  forget(about);
  if (about.refused) discard(about.refused);
}
