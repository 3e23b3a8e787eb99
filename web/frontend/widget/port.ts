/** What the visitor's page and the frame tell each other over their private port. No texts of messages, no token. */

import type { Page } from "./state/protocol";

export type Theme = "auto" | "light" | "dark";

/** Sent once with the port itself, to the frame's exact origin. */
export interface Greeting {
  readonly helpdesk: 1;
  readonly locale: string;
  readonly theme: Theme;
  readonly open: boolean;
  /** The reader is at the frame already. */
  readonly focus: boolean;
  readonly page: Page;
}

/** Who the site says this is, signed by it; see docs/widget.md. */
export type Identity = string | { readonly [claim: string]: string };

/** The beginning of a message, or that and answers to the form by the keys of its fields. */
export type Prefill = string | { readonly text?: string; readonly fields?: { readonly [key: string]: string | number | boolean | readonly string[] } };

export type ToFrame =
  | { readonly t: "open"; readonly focus: boolean }
  | { readonly t: "close" }
  | { readonly t: "locale"; readonly locale: string }
  | { readonly t: "theme"; readonly theme: Theme }
  | { readonly t: "prefill"; readonly text: Prefill }
  | { readonly t: "identify"; readonly identity: Identity | null }
  | { readonly t: "page"; readonly page: Page };

/** What a page may listen to; `d` is what its listeners get. */
export interface Told {
  readonly t: "message:sent" | "message:received" | "ticket:started" | "ticket:resolved" | "rating" | "forgotten" | "identified" | "identify:failed";
  readonly d?: { readonly ticket?: number; readonly score?: number; readonly problem?: string };
}

export type ToHost =
  | { readonly t: "ready" }
  | { readonly t: "open" | "close" }
  | { readonly t: "unread"; readonly n: number; readonly text: string }
  | { readonly t: "peek"; readonly n: number }
  | Told;
