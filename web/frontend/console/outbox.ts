/** Sends replies and notes: kept until the server has them, retried, never doubled, by one tab at a time. */
import { signal } from "@preact/signals";
import { uuid } from "../shared/dom";
import { backoffMs } from "../shared/socket";
import { resolveTicket } from "./actions";
import { api, Problem } from "./api";
import { forwardTaken, mailRefused, mailTaken } from "./letter/open";
import { change, somebodyActs } from "./live";
import { connection, myId } from "./session";
import { loadMessage } from "./store/load";
import { listOutgoing, nextToSend, outcomeOf, storeOutgoing, type Outgoing, type Shelf } from "./store/outgoing";
import type { Message } from "./store/types";

export const outgoing = signal<readonly Outgoing[]>([]);
const unstored = new Map<string, Outgoing>();
let retryTimer: ReturnType<typeof setTimeout> | undefined;
let tries = 0;
let draining = false;

function prefix(): string {
  return `helpdesk.outbox.${myId()}.`;
}

/** localStorage, or a list that lives as long as the page where storage is blocked. */
const shelf: Shelf = pickShelf();

function pickShelf(): Shelf {
  try {
    localStorage.setItem("helpdesk.probe", "1");
    localStorage.removeItem("helpdesk.probe");
    return localStorage;
  } catch {
    const items = new Map<string, string>();
    return {
      get length() {
        return items.size;
      },
      key: (at) => [...items.keys()][at] ?? null,
      getItem: (key) => items.get(key) ?? null,
      setItem: (key, value) => void items.set(key, value),
      removeItem: (key) => void items.delete(key),
    };
  }
}

export function startOutbox(): void {
  refresh();
  addEventListener("storage", (event) => {
    if (event.key?.startsWith(prefix())) refresh();
  });
  addEventListener("online", () => void drain());
  connection.subscribe((now) => {
    if (now === "live") void drain();
  });
}

/** Returns the key by which it is known until the desk has it. */
export function send(item: Omit<Outgoing, "key" | "force" | "createdAt" | "state" | "problem">): string {
  const key = uuid();
  keep({ ...item, key, force: false, createdAt: new Date().toISOString(), state: "queued", problem: null });
  void drain();
  somebodyActs();
  return key;
}

/** Send again what failed, or send in spite of a newer message. */
export function sendAnyway(item: Outgoing): void {
  keep({ ...item, state: "queued", problem: null, force: item.force || item.state === "newer" });
  void drain();
}

export function discard(item: Outgoing): void {
  unstored.delete(item.key);
  shelf.removeItem(prefix() + item.key);
  refresh();
}

function keep(item: Outgoing): void {
  try {
    storeOutgoing(shelf, prefix(), item);
    unstored.delete(item.key);
  } catch {
    unstored.set(item.key, item); // storage is full: it is sent all the same, but a reload would lose it
  }
  refresh();
}

function refresh(): void {
  const stored = listOutgoing(shelf, prefix()).filter(({ key }) => !unstored.has(key));
  outgoing.value = [...stored, ...unstored.values()];
}

async function drain(): Promise<void> {
  if (draining) return;
  draining = true;
  clearTimeout(retryTimer);
  try {
    await alone(sendAll);
  } finally {
    draining = false;
  }
}

/** Web Locks keep two tabs from sending the same item; without them the client_key makes it harmless. */
async function alone(work: () => Promise<void>): Promise<void> {
  if (!navigator.locks) return work();
  await navigator.locks.request(prefix(), work);
}

async function sendAll(): Promise<void> {
  refresh();
  for (let item = nextToSend(outgoing.value); item; item = nextToSend(outgoing.value)) {
    if ((await sendOne(item)) === "later") return sendLater();
    tries = 0;
  }
}

async function sendOne(item: Outgoing): Promise<"sent" | "later" | "newer" | "failed"> {
  try {
    const { message } = await post(item);
    change((now) => loadMessage(now, message));
    discard(item);
    if (item.resolve) void resolveTicket(item.ticketId);
    if (item.kind === "reply") void import("./writing/sent").then(({ replySent }) => replySent(message), () => undefined);
    if (item.ticketId === 0) mailTaken(item, message);
    if (item.kind === "forward") forwardTaken(item);
    return "sent";
  } catch (error) {
    const problem = error instanceof Problem ? error : new Problem("unknown", 500);
    const outcome = outcomeOf(problem);
    if (outcome === "newer" || outcome === "failed") keep({ ...item, state: outcome, problem: "mentions" in problem.fields ? "mentions" : problem.code });
    if (outcome === "failed" && item.ticketId === 0) mailRefused(item);
    return outcome;
  }
}

function post(item: Outgoing): Promise<{ message: Message }> {
  const body = { client_key: item.key, text: item.text, attachment_ids: item.attachments.map(({ id }) => id) };
  if (item.kind === "note") return api("POST", `/api/tickets/${item.ticketId}/notes`, body);
  const later = item.sendAt && { send_at: item.sendAt };
  if (item.kind === "mail") return api("POST", "/api/mails", { ...body, ...later, channel_id: item.channelId, recipients: item.recipients });
  if (item.kind === "first") return api("POST", `/api/customers/${item.customer!.id}/tickets`, { ...body, ...later, channel_id: item.channelId, identity_id: item.identityId, subject: item.subject });
  if (item.kind === "forward") return api("POST", `/api/messages/${item.messageId}/forwards`, { ...body, recipients: item.recipients });
  const guard = { seen_message_id: item.seenId, ...(item.force && { force: true }), ...(item.recipients && { recipients: item.recipients }), ...(item.threadId && { thread_id: item.threadId }), ...(item.buttons && { buttons: item.buttons }), ...(item.answersId && { answers_message_id: item.answersId }), ...later };
  return api("POST", `/api/tickets/${item.ticketId}/replies`, { ...body, ...guard });
}

function sendLater(): void {
  clearTimeout(retryTimer);
  retryTimer = setTimeout(() => void drain(), 500 + backoffMs(tries++));
}
