/** The frames a visitor and the desk exchange. */

export interface Attachment {
  readonly id: string;
  readonly filename: string;
  readonly media_type: string;
  readonly size: number;
  readonly width: number | null;
  readonly height: number | null;
  readonly image: boolean;
}

export interface Message {
  readonly seq: number;
  readonly from: "visitor" | "agent" | "system";
  readonly name: string | null;
  readonly picture?: string;
  readonly text: string;
  /** Sanitised by the desk. */
  readonly html: string;
  readonly at: string;
  readonly client_id: string | null;
  readonly attachments: readonly Attachment[];
  /** How it came or went, if not by the chat. */
  readonly by?: "mail";
}

/** picture: its name below /pictures/. */
export interface Agent {
  readonly name: string;
  readonly picture?: string;
}

export interface DeskEvent {
  readonly ticket: number;
  readonly seq: number;
  readonly kind: "message" | "status" | "agent";
  readonly message?: Message;
  readonly status?: "open" | "resolved";
  readonly agent?: Agent;
}

export interface TicketHead {
  readonly number: number;
  readonly category: string;
  readonly seq: number;
  /** When the last message came, and how it begins. */
  readonly at?: string;
  readonly preview?: string;
  readonly customer_seen: number;
  readonly desk_seen: number;
}

export type RefusalCode = "too_long" | "empty" | "too_many" | "blocked" | "attachment" | "invalid" | "consent" | "form" | "identity";

export interface Welcome {
  readonly t: "welcome";
  readonly online: boolean;
  readonly tickets: readonly TicketHead[];
  readonly events: readonly DeskEvent[];
  readonly truncated: boolean;
  readonly known?: Readonly<Record<string, boolean>>;
  readonly verified?: boolean;
  readonly consented?: boolean;
  readonly problem?: string;
}

export interface Ack {
  readonly t: "ack";
  readonly client_id: string;
  readonly ticket: number;
  readonly seq: number;
  readonly at: string;
  readonly message: Message;
}

export interface Refused {
  readonly t: "refused";
  readonly client_id: string;
  readonly code: RefusalCode;
  readonly detail?: string;
}

export type ServerFrame =
  | Welcome
  | Ack
  | Refused
  | ({ readonly t: "event" } & DeskEvent)
  | { readonly t: "typing"; readonly on: boolean; readonly agent?: string; readonly ticket?: number }
  | { readonly t: "seen"; readonly ticket: number; readonly seq: number }
  | { readonly t: "pong" }
  | { readonly t: "problem"; readonly code: string; readonly detail?: string };

export type Cursors = Readonly<Record<string, number>>;

export interface Page {
  readonly url: string;
  readonly title: string;
  readonly referrer: string;
}

export interface Hello {
  readonly t: "hello";
  readonly token: string | null;
  readonly cursors: Cursors;
  readonly locale: string;
  readonly page: Page | null;
  readonly identity?: unknown;
}

/** What a visitor filled in and agreed to before the first message. */
export interface Answers {
  readonly form?: Readonly<Record<string, string>>;
  readonly consent?: boolean;
  /** A field no person sees. */
  readonly website?: string;
}

export interface Send extends Answers {
  readonly t: "send";
  readonly client_id: string;
  readonly token: string;
  /** A number: that ticket. 0: a new one. Null: the newest. */
  readonly ticket: number | null;
  readonly text: string;
  readonly attachments: readonly string[];
}

export type VisitorFrame =
  | Hello
  | Send
  | { readonly t: "typing"; readonly on: boolean; readonly ticket: number | null }
  | { readonly t: "seen"; readonly ticket: number; readonly seq: number }
  | { readonly t: "page"; readonly page: Page }
  | { readonly t: "ping" };
