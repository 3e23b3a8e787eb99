/** Whom a reply by mail goes to: as the desk would choose, until the agent changes it. */
import { signal } from "@preact/signals";
import { readStored, writeStored } from "../../shared/dom";
import { myId, workspace } from "../session";
import type { TicketView } from "../store/state";
import type { Mail, Mailbox, Message, Recipients } from "../store/types";
import { sameAddress } from "./addresses";
import { usualRecipients } from "./usual";

export const FIELDS = ["to", "cc", "bcc"] as const;
export type RecipientField = (typeof FIELDS)[number];

const changed = signal<ReadonlyMap<number, Recipients>>(new Map());

/** The mail that a reply answers; undefined where the reply is no mail. */
export function answeredMail(view: TicketView): (Message & { mail: Mail }) | undefined {
  const newest = view.messages.findLast(({ kind, delivery }) => kind !== "note" && delivery?.state !== "withdrawn");
  if (newest?.channel_kind !== "email") return undefined;
  const mails = view.messages.filter((message): message is Message & { mail: Mail } => Boolean(message.mail) && message.thread_id === newest.thread_id);
  return mails.findLast(({ kind }) => kind === "in") ?? mails.at(-1);
}

/** What the agent has changed; undefined: as the desk chooses. */
export function changedRecipients(ticketId: number): Recipients | undefined {
  return changed.value.get(ticketId) ?? readStored<Recipients>(storageKey(ticketId)) ?? undefined;
}

export function recipientsOf(view: TicketView, mail: Message & { mail: Mail }): Recipients {
  return changedRecipients(view.id) ?? usualRecipients(mail, ownAddresses());
}

export function setRecipients(ticketId: number, recipients: Recipients | null): void {
  const next = new Map(changed.value);
  if (recipients) next.set(ticketId, recipients);
  else next.delete(ticketId);
  writeStored(storageKey(ticketId), recipients);
  changed.value = next;
}

/** Addresses of the desk's mailboxes: a mail to them would come back as a ticket. */
export function ownAddresses(): string[] {
  return (workspace.value?.channels ?? []).flatMap(({ addresses }) => addresses ?? []);
}

export function isOwn(address: string): boolean {
  return ownAddresses().some((own) => sameAddress(own, address));
}

export function countOf({ to, cc, bcc }: Recipients): number {
  return to.length + cc.length + bcc.length;
}

export function everybody(recipients: Recipients): Mailbox[] {
  return FIELDS.flatMap((field) => [...recipients[field]]);
}

function storageKey(ticketId: number): string {
  return `helpdesk.recipients.${myId()}.${ticketId}`;
}
