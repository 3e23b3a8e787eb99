/** What is new while the panel runs: told once each, to whoever asked. */

import type { History } from "../state/history";
import type { DeskEvent, ServerFrame } from "../state/protocol";

type News = (event: DeskEvent) => void;

const listeners = new Set<News>();
let wasWelcomed = false;

/** Call back for every new message or fact, own messages included. */
export function onNews(listener: News): void {
  listeners.add(listener);
}

/** What the first welcome brings is history, what a later one brings is news. */
export function newsIn(frame: ServerFrame): readonly DeskEvent[] {
  if (frame.t === "event") return [frame];
  if (frame.t === "ack") return [{ ticket: frame.ticket, seq: frame.seq, kind: "message", message: frame.message }];
  if (frame.t !== "welcome") return [];
  const isFirst = !wasWelcomed;
  wasWelcomed = true;
  return isFirst ? [] : frame.events;
}

/** Begin anew: what comes next is history. */
export function forgetNews(): void {
  wasWelcomed = false;
}

/** Tell those of the events that were not known before. */
export function tellNews(events: readonly DeskEvent[], known: History): void {
  for (const event of events)
    if (!known.get(event.ticket)?.events.has(event.seq)) for (const listener of listeners) listener(event);
}
