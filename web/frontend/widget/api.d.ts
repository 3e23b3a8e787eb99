/** What a site's page may say to the chat and hear from it: copy this file beside your own sources. See docs/widget-api.md. */

export interface HelpdeskPage {
  readonly url?: string;
  readonly title?: string;
  readonly referrer?: string;
}

/** A JWT your server has signed, or the id of your user with its HMAC; null when they have signed out. */
export type HelpdeskIdentity = string | { readonly user: string; readonly hash: string } | null;

/** text: the beginning of a message; fields: answers to the questions before the chat, by the keys its designer shows. */
export interface HelpdeskPrefill {
  readonly text?: string;
  readonly fields?: { readonly [key: string]: string | number | boolean | readonly string[] };
}

export interface HelpdeskEvents {
  ready: undefined;
  open: undefined;
  close: undefined;
  unread: number;
  "message:sent": { readonly ticket: number };
  "message:received": { readonly ticket: number };
  "ticket:started": { readonly ticket: number };
  "ticket:resolved": { readonly ticket: number };
  rating: { readonly ticket: number; readonly score: number };
  identified: Record<string, never>;
  "identify:failed": { readonly problem: "identity_expired" | "identity_invalid" | "identity_taken" };
  forgotten: Record<string, never>;
}

export interface HelpdeskChat {
  (command: "open" | "close" | "toggle" | "show" | "hide" | "shutdown"): void;
  (command: "identify", identity: HelpdeskIdentity): void;
  (command: "setPage", page: HelpdeskPage): void;
  (command: "setLanguage", language: string): void;
  (command: "setTheme", theme: "auto" | "light" | "dark"): void;
  (command: "prefill", text: string | HelpdeskPrefill): void;
  <Name extends keyof HelpdeskEvents>(command: "on", event: Name, listener: (detail: HelpdeskEvents[Name]) => void): void;
  <Name extends keyof HelpdeskEvents>(command: "off", event: Name, listener?: (detail: HelpdeskEvents[Name]) => void): void;
  /** Commands given before the script has come. */
  q?: IArguments[];
}

declare global {
  interface Window {
    Helpdesk: HelpdeskChat;
  }
}
