/** What a visitor may ask of the desk besides writing. */

import { ask, Problem } from "../link/rest";
import { box } from "../store/channel";
import { readToken } from "../store/token";
import { say, type RareKey } from "./texts";

export interface Reach {
  readonly state?: "sent" | "confirm";
  readonly url?: string;
}

export function sendTranscript(ticket: number, email: string): Promise<Reach> {
  return deed("transcripts", "POST", { ticket, email });
}

export function goOnByMail(ticket: number, email: string): Promise<Reach> {
  return deed("continuations", "POST", { ticket, by: "mail", email });
}

export function goOnInTelegram(ticket: number): Promise<Reach> {
  return deed("continuations", "POST", { ticket, by: "telegram" });
}

export function endChat(ticket: number): Promise<unknown> {
  return deed("endings", "POST", { ticket });
}

export function rate(ticket: number, score: number, comment: string): Promise<unknown> {
  return deed("ratings", "PUT", { ticket, score, comment });
}

/** Ask for everything to be deleted; afterwards the token is worth nothing. */
export function eraseAll(): Promise<{ readonly due_at: string }> {
  return deed("erasures", "POST", {});
}

const known: Readonly<Record<string, RareKey>> = { too_many: "f_too_many", no_mailbox: "f_no_mailbox", no_address: "bad_email", invalid: "f_address" };

/** Say in the reader's words why something did not work. */
export function reasonOf(error: unknown): string {
  return say.peek()(error instanceof Problem ? (known[error.code] ?? "failed") : "f_offline");
}

function deed<T>(path: string, method: string, body: unknown): Promise<T> {
  return ask<T>(path, { token: readToken(box), method, body });
}
