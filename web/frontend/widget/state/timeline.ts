/** The rows a visitor sees of a ticket, with days and letters not yet stored. */

import type { Outbox } from "./outbox";
import type { Attachment, DeskEvent, Message, RefusalCode } from "./protocol";
import { isOver, type Ticket } from "./ticket";

/** waiting: no connection; sending: under way; sent: stored; delivered: at the desk; seen: read by an agent. */
export type Mark = "waiting" | "sending" | "sent" | "delivered" | "seen" | "refused";

export interface Said {
  readonly kind: "said";
  readonly key: string;
  readonly from: "visitor" | "agent" | "system";
  readonly name: string | null;
  readonly picture?: string | undefined;
  readonly text: string;
  /** Null for a letter: its text is shown as it was typed. */
  readonly html: string | null;
  readonly at: number;
  readonly attachments: readonly Attachment[];
  readonly mark: Mark | null;
  readonly by?: Message["by"] | undefined;
  readonly refused: RefusalCode | null;
  readonly ticket: number | null;
  readonly seq: number;
  /** First and last of a run by one author. */
  readonly first: boolean;
  readonly last: boolean;
}

export type Row =
  | Said
  | { readonly kind: "day"; readonly key: string; readonly at: number }
  | { readonly kind: "fact"; readonly key: string; readonly fact: "resolved" | "reopened" | "joined"; readonly name: string }
  | { readonly kind: "over"; readonly key: string };

const runMs = 5 * 60_000;

interface Placed {
  readonly at: number;
  readonly event: DeskEvent;
  readonly ticket: Ticket;
}

/** letters: those of this ticket; no ticket means that it is about to begin. */
export function timeline(ticket: Ticket | undefined, letters: Outbox, live: boolean): Row[] {
  const rows = separated([...placed(ticket).flatMap(rowOf), ...letters.map((letter): Said => ({
    kind: "said", key: letter.id, from: "visitor", name: null, text: letter.text, html: null, at: letter.at,
    attachments: letter.attachments, mark: letter.refused ? "refused" : live ? "sending" : "waiting", refused: letter.refused,
    ticket: null, seq: 0, first: true, last: true,
  }))]);
  return withEnding(withRuns(rows), ticket, letters.length > 0);
}

/** The desk's order wins over any clock. */
function placed(ticket: Ticket | undefined): Placed[] {
  let at = 0;
  return [...(ticket?.events.values() ?? [])].sort((a, b) => a.seq - b.seq).map((event) => {
    at = Math.max(at, event.message ? Date.parse(event.message.at) || 0 : 0);
    return { at, event, ticket: ticket! };
  });
}

function rowOf({ at, event, ticket }: Placed): (Row & { when?: number })[] {
  const key = `${event.ticket}:${event.seq}`;
  const place = { when: at };
  if (event.kind === "message" && event.message) return [{ ...said(event, ticket, at), ...place }];
  if (event.kind === "agent" && event.agent) return [{ kind: "fact", key, fact: "joined", name: event.agent.name, ...place }];
  if (event.status === "resolved") return [{ kind: "fact", key, fact: "resolved", name: "", ...place }];
  if (event.status === "open" && wasResolved(ticket, event.seq)) return [{ kind: "fact", key, fact: "reopened", name: "", ...place }];
  return [];
}

function said(event: DeskEvent, ticket: Ticket, at: number): Said {
  const message = event.message!;
  return {
    kind: "said", key: message.client_id ?? `${event.ticket}:${event.seq}`, from: message.from, name: message.name, picture: message.picture, text: message.text,
    html: message.html, at, attachments: message.attachments, by: message.by, mark: message.from === "visitor" && !message.by ? markOf(ticket, event.seq) : null,
    refused: null, ticket: event.ticket, seq: event.seq, first: true, last: true,
  };
}

function markOf(ticket: Ticket, seq: number): Mark {
  if (ticket.deskSeen >= seq) return "seen";
  return ticket.acknowledged.has(seq) ? "sent" : "delivered";
}

function wasResolved(ticket: Ticket, before: number): boolean {
  for (let seq = before - 1; seq > ticket.floor; seq--) {
    const status = ticket.events.get(seq)?.status;
    if (status) return status === "resolved";
  }
  return false;
}

function separated(rows: (Row & { when?: number })[]): Row[] {
  const out: Row[] = [];
  let day = "";
  for (const { when, ...row } of rows) {
    const at = row.kind === "said" ? row.at : (when ?? 0);
    const today = at ? new Date(at).toDateString() : day;
    if (today !== day) out.push({ kind: "day", key: `day-${today}-${row.key}`, at });
    day = today;
    out.push(row as Row);
  }
  return out;
}

function withRuns(rows: Row[]): Row[] {
  return rows.map((row, index) => {
    if (row.kind !== "said") return row;
    return { ...row, first: !continues(rows[index - 1], row), last: !continues(row, rows[index + 1]) };
  });
}

function continues(before: Row | undefined, after: Row | undefined): boolean {
  return before?.kind === "said" && after?.kind === "said" && before.from === after.from && before.name === after.name && before.by === after.by
    && !before.refused && !after.refused && after.at - before.at < runMs;
}

/** A ticket that is over ends with a line that says how to go on, unless the visitor is already writing. */
function withEnding(rows: Row[], newest: Ticket | undefined, writing: boolean): Row[] {
  if (!newest || writing || !isOver(newest)) return rows;
  const last = rows.at(-1);
  const body = last?.kind === "fact" && last.fact === "resolved" ? rows.slice(0, -1) : rows;
  return [...body, { kind: "over", key: `over-${newest.number}` }];
}
