/** What a timeline shows, in order: days, messages, facts, the unread line, what is being sent. Pure. */
import { dayKey } from "../../shared/format";
import type { Outgoing } from "../store/outgoing";
import type { Entry, Message } from "../store/types";

export type Item =
  | { kind: "day"; key: string; at: string }
  | { kind: "unread"; key: string }
  | { kind: "message"; key: string; message: Message; isFollowing: boolean }
  | { kind: "entries"; key: string; entries: readonly Entry[] }
  | { kind: "outgoing"; key: string; item: Outgoing };

interface Parts {
  messages: readonly Message[];
  entries: readonly Entry[];
  outgoing: readonly Outgoing[];
  /** Id of the last message read when the ticket was opened. */
  readUpTo: number | null;
  me: number;
  /** Where days begin; without it, in the browser's zone. */
  timeZone?: string | undefined;
}

const GROUP_MS = 5 * 60_000;

export function itemsOf({ messages, entries, outgoing, readUpTo, me, timeZone }: Parts): Item[] {
  const items: Item[] = [];
  const facts = [...entries].sort((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : one.id - other.id));
  let day = "";
  let next = 0;
  let isUnreadShown = false;
  const startDay = (at: string): void => {
    const name = dayKey(at, timeZone);
    if (name !== day) items.push({ kind: "day", key: `day ${name}`, at });
    day = name;
  };
  const factsBefore = (at: string | null): void => {
    while (next < facts.length && (at === null || facts[next]!.at <= at)) addFact(items, facts[next++]!, startDay);
  };
  messages.forEach((message) => {
    factsBefore(message.created_at);
    startDay(message.created_at);
    if (!isUnreadShown && isUnreadHere(message, readUpTo, me)) {
      isUnreadShown = true;
      items.push({ kind: "unread", key: "unread" });
    }
    items.push({ kind: "message", key: keyOf(message), message, isFollowing: follows(items.at(-1), message) });
  });
  factsBefore(null);
  const arrived = new Set(messages.map((message) => message.client_key));
  for (const item of outgoing) if (!arrived.has(item.key)) items.push({ kind: "outgoing", key: item.key, item });
  return items;
}

/** How many messages of others came after the one of this id. */
export function newerThan(messages: readonly Message[], id: number, me: number): number {
  return messages.filter((message) => message.id > id && !isBy(me, message)).length;
}

/** A message keeps its place on the screen when the server's copy replaces the one being sent. */
function keyOf(message: Message): string {
  return message.client_key ?? `message ${message.id}`;
}

function isUnreadHere(message: Message, readUpTo: number | null, me: number): boolean {
  return readUpTo !== null && readUpTo > 0 && message.id > readUpTo && !isBy(me, message);
}

function isBy(agentId: number, { author }: Message): boolean {
  return author.kind === "agent" && author.id === agentId;
}

function addFact(items: Item[], entry: Entry, startDay: (at: string) => void): void {
  startDay(entry.at);
  const last = items.at(-1);
  if (last?.kind === "entries") items[items.length - 1] = { ...last, entries: [...last.entries, entry] };
  else items.push({ kind: "entries", key: `entry ${entry.id}`, entries: [entry] });
}

function follows(last: Item | undefined, message: Message): boolean {
  if (last?.kind !== "message") return false;
  const before = last.message;
  return (
    before.kind === message.kind &&
    before.author.kind === message.author.kind &&
    before.author.id === message.author.id &&
    Date.parse(message.created_at) - Date.parse(before.created_at) < GROUP_MS
  );
}
