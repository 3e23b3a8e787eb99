/** The visitor's side of the protocol: what every input changes and what has to be done about it. No DOM, no clock, no network. */

import { applyEvents, applyFrame, markViewed, noHistory, type History } from "./history";
import { nextLetter, sorted, without, withRefusal, type Letter, type Outbox } from "./outbox";
import type { DeskEvent, ServerFrame, Welcome } from "./protocol";

export interface Machine {
  readonly history: History;
  readonly outbox: Outbox;
  /** Welcomed by the desk, and the connection has not been lost since. */
  readonly live: boolean;
  /** This tab is the one that may send. */
  readonly turn: boolean;
  /** The letter under way on this connection. */
  readonly inFlight: string | null;
  readonly online: boolean | null;
}

export type Input =
  | { readonly i: "frame"; readonly frame: ServerFrame }
  /** What a welcome will tell, asked for beside the connection: history, and nothing about the connection. */
  | { readonly i: "ahead"; readonly frame: Welcome }
  | { readonly i: "repaired"; readonly events: readonly DeskEvent[] }
  | { readonly i: "down" }
  | { readonly i: "forget" }
  | { readonly i: "turn"; readonly on: boolean }
  | { readonly i: "letters"; readonly letters: Iterable<Letter> }
  | { readonly i: "again"; readonly id: string }
  | { readonly i: "drop"; readonly id: string }
  | { readonly i: "viewed"; readonly ticket: number; readonly seq: number };

export type Effect =
  | { readonly do: "send"; readonly letter: Letter }
  | { readonly do: "seen"; readonly ticket: number; readonly seq: number }
  | { readonly do: "keep"; readonly letter: Letter }
  | { readonly do: "forget"; readonly id: string };

export const idle: Machine = { history: noHistory, outbox: [], live: false, turn: false, inFlight: null, online: null };

export function step(machine: Machine, input: Input): [Machine, Effect[]] {
  const effects: Effect[] = [];
  const changed = settle(machine, take(machine, input, effects), effects);
  return [pump(changed, effects), effects];
}

function take(machine: Machine, input: Input, effects: Effect[]): Machine {
  switch (input.i) {
    case "frame":
      return takeFrame({ ...machine, history: applyFrame(machine.history, input.frame) }, input.frame, effects);
    case "ahead":
      return { ...machine, history: applyFrame(machine.history, input.frame) };
    case "repaired":
      return { ...machine, history: applyEvents(machine.history, input.events) };
    case "down":
      return { ...machine, live: false, inFlight: null };
    case "forget":
      return { ...idle, turn: machine.turn };
    case "turn":
      return { ...machine, turn: input.on };
    case "letters":
      return { ...machine, outbox: sorted(input.letters) };
    case "again":
      return refuse(machine, { id: input.id, code: null, effects });
    case "drop":
      effects.push({ do: "forget", id: input.id });
      return { ...machine, outbox: without(machine.outbox, input.id) };
    case "viewed":
      return view(machine, input, effects);
  }
}

function takeFrame(machine: Machine, frame: ServerFrame, effects: Effect[]): Machine {
  if (frame.t === "welcome") {
    for (const head of frame.tickets) {
      const seen = machine.history.get(head.number)?.visitorSeen ?? 0;
      if (seen > head.customer_seen) effects.push({ do: "seen", ticket: head.number, seq: seen });
    }
    return { ...machine, live: true, inFlight: null, online: frame.online };
  }
  if (frame.t === "refused") return refuse(machine, { id: frame.client_id, code: frame.code, effects });
  return machine;
}

function refuse(machine: Machine, refusal: { id: string; code: Letter["refused"]; effects: Effect[] }): Machine {
  const outbox = withRefusal(machine.outbox, refusal.id, refusal.code);
  const letter = outbox.find((each) => each.id === refusal.id);
  if (letter) refusal.effects.push({ do: "keep", letter });
  return { ...machine, outbox, inFlight: machine.inFlight === refusal.id ? null : machine.inFlight };
}

function view(machine: Machine, mark: { ticket: number; seq: number }, effects: Effect[]): Machine {
  const history = markViewed(machine.history, mark.ticket, mark.seq);
  if (history === machine.history) return machine;
  if (machine.live) effects.push({ do: "seen", ticket: mark.ticket, seq: mark.seq });
  return { ...machine, history };
}

/** A letter whose message the history shows is no longer a letter, whoever brought the news. */
function settle(before: Machine, machine: Machine, effects: Effect[]): Machine {
  if (machine.history === before.history && machine.outbox === before.outbox) return machine;
  if (!machine.outbox.length) return { ...machine, inFlight: null };
  const stored = storedIds(machine.history);
  const outbox = machine.outbox.filter((letter) => !stored.has(letter.id));
  for (const letter of machine.outbox) if (stored.has(letter.id)) effects.push({ do: "forget", id: letter.id });
  const inFlight = outbox.some((letter) => letter.id === machine.inFlight) ? machine.inFlight : null;
  return { ...machine, outbox, inFlight };
}

function storedIds(history: History): Set<string> {
  const ids = new Set<string>();
  for (const ticket of history.values())
    for (const event of ticket.events.values()) if (event.message?.client_id) ids.add(event.message.client_id);
  return ids;
}

/** One letter at a time keeps the order over every kind of loss. */
function pump(machine: Machine, effects: Effect[]): Machine {
  if (!machine.live || !machine.turn || machine.inFlight) return machine;
  const letter = nextLetter(machine.outbox);
  if (!letter) return machine;
  effects.push({ do: "send", letter });
  return { ...machine, inFlight: letter.id };
}
