/** Frames of one ticket for tests: number 7 unless said. */

import type { Ack, DeskEvent, ServerFrame, Welcome } from "../widget/state/protocol";

export function said(seq: number, text: string, from: "visitor" | "agent" = "agent", ticket = 7): DeskEvent {
  return { ticket, seq, kind: "message", message: message(seq, text, { from, client_id: null }) };
}

export function event(of: DeskEvent): ServerFrame {
  return { t: "event", ...of };
}

export function ack(seq: number, client_id: string, text: string, ticket = 7): Ack {
  const own = message(seq, text, { from: "visitor", client_id });
  return { t: "ack", client_id, ticket, seq, at: own.at, message: own };
}

export function welcome(of: { seq: number; events: readonly DeskEvent[]; truncated?: boolean; category?: string }): Welcome {
  const tickets = of.seq ? [{ number: 7, category: of.category ?? "open", seq: of.seq, customer_seen: 0, desk_seen: 0 }] : [];
  return { t: "welcome", online: true, tickets, events: of.events, truncated: of.truncated ?? false };
}

function message(seq: number, text: string, { from, client_id }: { from: "visitor" | "agent"; client_id: string | null }) {
  const at = new Date(Date.UTC(2026, 10, 21, 12, 0, seq)).toISOString();
  return { seq, from, name: from === "agent" ? "Anna" : null, text, html: `<p>${text}</p>`, at, client_id, attachments: [] };
}
