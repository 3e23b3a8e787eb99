/** Why what is being written would not reach the customer now. Pure. */
import type { TicketView } from "../store/state";
import type { Channel, Customer, Mailbox } from "../store/types";

export type Hindrance =
  | { kind: "paused" | "trouble"; name: string; since: string | null }
  | { kind: "returned"; address: string; since: string; words: string }
  | { kind: "telegram"; words: string }
  | { kind: "blocked" };

/** So long a failing way out may yet be a hitch: a reply is tried five times in it. */
const LASTING_MS = 120_000;

interface Known {
  readonly view: Pick<TicketView, "messages" | "threads">;
  readonly channels: readonly Channel[];
  readonly customer: Pick<Customer, "identities" | "blocked"> | undefined;
  /** Of a reply by mail. */
  readonly to: readonly Mailbox[];
  /** ms */
  readonly now: number;
}

/** The weightiest one; undefined where nothing is known to be in the way. */
export function hindranceOf({ view, channels, customer, to, now }: Known): Hindrance | undefined {
  const newest = view.messages.findLast(({ kind }) => kind !== "note");
  const thread = view.threads.find(({ id }) => id === newest?.thread_id) ?? view.threads.at(-1);
  const channel = channels.find(({ id }) => id === thread?.channel_id);
  if (channel?.is_paused) return { kind: "paused", name: channel.name, since: null };
  return addressTrouble(channel?.kind, customer, to) ?? (channel && lastingTrouble(channel, now));
}

function lastingTrouble({ name, out_since: since }: Channel, now: number): Hindrance | undefined {
  return since && now - Date.parse(since) >= LASTING_MS ? { kind: "trouble", name, since } : undefined;
}

function addressTrouble(kind: string | undefined, customer: Known["customer"], to: readonly Mailbox[]): Hindrance | undefined {
  const dead = customer?.identities.filter(({ unreachable_at }) => unreachable_at) ?? [];
  if (kind === "webchat") return customer?.blocked ? { kind: "blocked" } : undefined;
  if (kind === "telegram") {
    // a second account of theirs may be alive: only where none is left is it sure
    const theirs = customer?.identities.filter((one) => one.kind === "telegram") ?? [];
    const isSure = theirs.length > 0 && theirs.every(({ unreachable_at }) => unreachable_at);
    return isSure ? { kind: "telegram", words: theirs.at(-1)!.unreachable_reason ?? "" } : undefined;
  }
  const returned = dead.find((one) => one.kind === "email" && to.some(([, address]) => address.toLowerCase() === one.address.toLowerCase()));
  return returned && { kind: "returned", address: returned.address, since: returned.unreachable_at!, words: returned.unreachable_reason ?? "" };
}
