/** An hour of a busy desk, replayed as fast as it goes: what the console holds must not grow with what has passed by. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { applyFrames } from "../console/store/apply";
import type { LiveFrame } from "../console/store/frames";
import { loadAhead } from "../console/store/load";
import type { State } from "../console/store/state";
import { anna, desk, event, later, message, row, vera, withTicket } from "./console-cast";

const EVENTS = 20 * 3_600;
const TICKETS = 2_000;
/** As they come with one frame of the screen. */
const TOGETHER = 4;
/** "heap ≤ 60 MB with 10k rows after 8 h soak (no growth > 10 %)", and what a garbage collector leaves by chance. */
const GROWTH = 0.1;
const CHANCE_BYTES = 1_000_000;

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

/** Texts of their own for each event, as from a socket: nothing is shared that would not be. */
function frame(n: number): LiveFrame {
  const p = 11 + n;
  const id = ticketOf(n);
  const told = { version: 2 + n, preview: `What was said in ${n}. `.repeat(4), waiting_since: later(n % 600), last_message_id: p };
  if (n % 50 === 0) return { t: "customer_typing", ticket: id, on: n % 100 === 0 };
  if (n % 50 === 1) return { t: "viewers", ticket: ticketOf(n - (n % 100)), viewers: n % 100 === 1 ? [{ agent_id: 2, mode: "viewing" }] : [] };
  if (n % 50 === 2) return { t: "counts", p, counts: { mine: n, all: n } };
  if (n % 50 === 3) return { t: "presence", agents: [{ agent_id: n % 40, status: "available", reason: null, online: true, since: later(n % 600) }] };
  if (n % 50 === 4) return { t: "private", p, kind: "read.marked", ticket: id, data: { message_id: p } };
  if (n % 50 === 5) return { t: "private", p, kind: "draft.saved", ticket: 1, data: { mode: "reply", text: `Draft ${n} `.repeat(20) } };
  if (n % 50 === 6) return event(p, { kind: "message.sent", ticket: row(1, told), message: message(1 + (n % 40), { text: `Said again ${n} `.repeat(10) }) });
  if (n % 50 === 7) return event(p, { kind: "ticket.assigned", ticket: row(id, { ...told, assignee_id: 2 }) });
  return event(p, { ticket: row(id, { ...told, assignee_id: anna }) });
}

function ticketOf(n: number): number {
  return 2 + ((n * 7) % (TICKETS - 1));
}

function heap(): number {
  collect();
  collect();
  return process.memoryUsage().heapUsed;
}

/** The page has one state and forgets the one before; a variable of a test would keep it. */
function play(page: { state: State }, first: number, last: number): void {
  for (let n = first; n < last; n += TOGETHER) {
    page.state = applyFrames(page.state, Array.from({ length: TOGETHER }, (_, at) => frame(n + at)));
    if (n % 500 === 0) page.state = ahead(page.state, 2 + (n % (TICKETS - 1)), 11 + n);
  }
}

/** Somebody goes through the list meanwhile: tickets are fetched ahead and left again. */
function ahead(state: State, id: number, position: number): State {
  const messages = Array.from({ length: 20 }, (_, at) => message(at + 1, { ticket_id: id, text: `Long ago ${position} `.repeat(10) }));
  const ticket = state.rows.get(id) ?? row(id);
  return loadAhead(state, { position, ticket, threads: [], messages, entries: [], has_more: false, assignment: null, drafts: {}, viewers: [], customer: vera }, 1);
}

test("after an hour of events the console holds what it held after ten minutes", () => {
  const rows = Array.from({ length: TICKETS }, (_, at) => row(at + 1));
  const page = { state: withTicket(desk(...rows), [message(1)]) };
  play(page, 0, EVENTS / 6);
  const [before, known] = [heap(), page.state.rows.size];

  play(page, EVENTS / 6, EVENTS);
  const after = heap();

  const { rows: held, lists, tickets, viewers, position } = page.state;
  assert.deepEqual([position, held.size], [10 + EVENTS, known]);
  assert.ok(lists.get("mine waiting")!.order.ids.length <= TICKETS);
  assert.ok(tickets.size <= 20 && tickets.get(1)!.messages.length <= 41);
  assert.ok(viewers.size <= 2, `${viewers.size} tickets are told to be looked at`);
  assert.ok(after <= before * (1 + GROWTH) + CHANCE_BYTES, `${before} bytes became ${after}`);
});
