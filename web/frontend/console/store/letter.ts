/** What a mail that begins with us needs before it can go. Pure. */
import type { Attachment, Mailbox } from "./types";

export interface Letter {
  /** The mailbox it goes out from; 0 is the usual one. */
  readonly channelId: number;
  readonly to: readonly Mailbox[];
  readonly cc: readonly Mailbox[];
  readonly bcc: readonly Mailbox[];
  readonly subject: string;
  readonly text: string;
  readonly attachments: readonly Attachment[];
  /** Where a new ticket for a customer begins; undefined is the usual way. */
  readonly way?: string | undefined;
}

export const EMPTY_LETTER: Letter = { channelId: 0, to: [], cc: [], bcc: [], subject: "", text: "", attachments: [] };
export const MAX_CHARS = 10_000;

export type Lack = "to" | "subject" | "text" | "length";

/** The first thing that keeps it from going; a mail passed on needs no word of one's own. */
export function lackOf(letter: Letter, kind: "mail" | "forward" | "first" | "first mail"): Lack | null {
  if (letter.to.length === 0 && !kind.startsWith("first")) return "to";
  if (letter.subject.trim() === "" && kind !== "first") return "subject";
  if (letter.text.length > MAX_CHARS) return "length";
  return kind !== "forward" && letter.text.trim() === "" && letter.attachments.length === 0 ? "text" : null;
}

/** "Fwd: Parcel", once. */
export function forwarded(subject: string): string {
  return /^\s*(fwd?|wg|tr|пересл)\s*:/iu.test(subject) ? subject : `Fwd: ${subject}`.trim();
}
