/** Whom a reply by mail goes to: as the desk would choose, until the agent changes it. */
import { signal } from "@preact/signals";
import { readStored, writeStored } from "../../shared/dom";
import { api } from "../api";
import { myId, workspace } from "../session";
import type { TicketView } from "../store/state";
import type { Mail, Message, Recipients } from "../store/types";
import { sameAddress } from "./addresses";
import { usualRecipients } from "./usual";

export const FIELDS = ["to", "cc", "bcc"] as const;
export type RecipientField = (typeof FIELDS)[number];

const changed = signal<ReadonlyMap<number, Recipients>>(new Map());

export type Answered = Message & { mail: Mail };

/** The mail that a reply answers; undefined where the reply is no mail. */
export function answeredMail(view: TicketView): Answered | undefined {
  const newest = view.messages.findLast((message) => message.kind !== "note" && message.delivery?.state !== "withdrawn" && !isAside(view, message));
  if (newest?.channel_kind !== "email") return undefined;
  const mails = view.messages.filter((message): message is Answered => Boolean(message.mail) && message.thread_id === newest.thread_id);
  return mails.findLast(({ kind }) => kind === "in") ?? mails.at(-1);
}

/** What was passed on to somebody else draws no answer there; a thread begun by us and not known yet is such a one. */
export function isAside({ threads }: Pick<TicketView, "threads">, { kind, thread_id }: Message): boolean {
  const thread = threads.find(({ id }) => id === thread_id);
  return thread ? thread.aside === true : kind === "out";
}

/** What the agent has changed; undefined: as the desk chooses. */
export function changedRecipients(ticketId: number): Recipients | undefined {
  return changed.value.get(ticketId) ?? readStored<Recipients>(storageKey(ticketId)) ?? undefined;
}

/** What the desk would choose, by ticket and the mail that is answered; null while it is being asked. */
const usual = signal<ReadonlyMap<string, Recipients | null>>(new Map());

function usualKey(view: TicketView, mail: Message): string {
  return `${view.id}.${mail.id}`;
}

/** What came with the ticket, else ask the desk once per mail; where it cannot be asked, the writer alone is answered. */
export async function learnUsual(view: TicketView, mail: Answered): Promise<void> {
  const key = usualKey(view, mail);
  if (usual.peek().has(key)) return;
  if (view.usual?.message_id === mail.id) {
    const { message_id: _answered, ...recipients } = view.usual;
    return void (usual.value = new Map(usual.peek()).set(key, recipients));
  }
  usual.value = new Map(usual.peek()).set(key, null);
  const found = await api<Recipients>("GET", `/api/tickets/${view.id}/recipients?thread_id=${mail.thread_id}`).catch(() => usualRecipients(mail));
  usual.value = new Map(usual.peek()).set(key, found);
}

/** What is shown and sent; undefined while nobody knows. */
export function recipientsOf(view: TicketView, mail: Answered): Recipients | undefined {
  return changedRecipients(view.id) ?? usual.value.get(usualKey(view, mail)) ?? undefined;
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

function storageKey(ticketId: number): string {
  return `helpdesk.recipients.${myId()}.${ticketId}`;
}
