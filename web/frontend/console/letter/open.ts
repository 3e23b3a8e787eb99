/** Mails that begin with us: what is being written, and what becomes of it once the desk has answered. */
import { signal } from "@preact/signals";
import { go, route } from "../route";
import { rows, tickets, workspace } from "../session";
import type { Outgoing } from "../store/outgoing";
import type { Channel, Mail, Message } from "../store/types";
import { t } from "../text";
import { toast } from "../toasts";

type Person = NonNullable<Outgoing["customer"]>;

/** A new mail, a new ticket for a customer, or a mail passed on; `refused` is what the desk did not take and is being put right. */
export type Occasion =
  | { readonly kind: "mail"; readonly refused?: Outgoing | undefined }
  | { readonly kind: "first"; readonly customer: Person; readonly refused?: Outgoing | undefined }
  | { readonly kind: "forward"; readonly message: Message; readonly refused?: Outgoing | undefined };

export const occasion = signal<Occasion | null>(null);

/** The send whose ticket opens by itself, unless its writer has gone elsewhere meanwhile. */
let awaited = { key: "", from: "" };

export function mailboxes(): Channel[] {
  return (workspace.value?.channels ?? []).filter(({ kind }) => kind === "email");
}

export function writeMail(): void {
  if (mailboxes().length > 0) occasion.value = { kind: "mail" };
}

/** A new ticket for a customer, wherever that reaches them. */
export function writeFirst(customer: Person): void {
  occasion.value = { kind: "first", customer };
}

export function writeFirstAtHand(): void {
  const customer = rows.value.get(route.value.ticket ?? 0)?.customer;
  if (customer) writeFirst({ id: customer.id, name: customer.name });
}

export function forwardMail(message: Message): void {
  occasion.value = { kind: "forward", message };
}

/** The newest mail of the ticket at hand. */
export function mailAtHand(): (Message & { mail: Mail }) | undefined {
  const view = tickets.value.get(route.value.ticket ?? 0);
  return view?.messages.findLast((message): message is Message & { mail: Mail } => mayForward(message));
}

export function mayForward({ kind, mail, delivery }: Message): boolean {
  return Boolean(mail) && kind !== "note" && delivery?.state !== "withdrawn";
}

export function forwardAtHand(): void {
  const message = mailAtHand();
  if (message) forwardMail(message);
}

const passedOn = new Map<string, Outgoing>();

/** What was passed on can be taken back for a while: then it is written on as it was. */
export function forwardTaken(item: Outgoing): void {
  passedOn.set(item.key, item);
}

export function reopenForward({ client_key }: Message): void {
  const item = passedOn.get(client_key ?? "");
  if (item) reopen(item);
}

/** Put right what the desk has refused. */
export function reopen(item: Outgoing): void {
  if (item.kind === "mail") occasion.value = { kind: "mail", refused: item };
  if (item.kind === "first" && item.customer) occasion.value = { kind: "first", customer: item.customer, refused: item };
  const message = tickets.value.get(item.ticketId)?.messages.find(({ id }) => id === item.messageId);
  if (item.kind === "forward" && message) occasion.value = { kind: "forward", message, refused: item };
}

export function awaitTicket(key: string): void {
  awaited = { key, from: location.search };
}

export function mailTaken(item: Outgoing, { ticket_id, ticket_number }: Message): void {
  const open = (): void => go({ ticket: ticket_id });
  if (awaited.key === item.key && awaited.from === location.search && occasion.value === null) return open();
  toast(t("letter.taken", { number: `#${ticket_number}` }), { action: { label: t("action.open"), run: open } });
}

export function subjectOf({ recipients, subject, text }: Outgoing): string {
  return recipients?.subject || subject || text.slice(0, 80);
}

export function mailRefused(item: Outgoing): void {
  toast(t("letter.refused", { subject: subjectOf(item) }), { kind: "error", lastsMs: 20_000, action: { label: t("action.edit"), run: () => reopen(item) } });
}
