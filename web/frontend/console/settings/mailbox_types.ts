/** Mailboxes as the API gives and takes them. */
import type { Priority } from "../store/types";

export type Security = "tls" | "starttls" | "none";

export interface Server {
  host: string;
  port: number;
  security: Security;
  username: string;
}

export interface Health {
  direction: "in" | "out";
  is_working: boolean;
  code: string;
  detail: string;
  since: string;
  checked_at: string;
}

/** What few mailboxes need set. */
export interface MoreSettings {
  folders: { name: string; role: string }[];
  after: string;
  max_mail_bytes: number;
  receiving_hosts: string[];
  quotes: boolean;
}

export const MEGABYTE = 1_000_000;
export const USUAL: MoreSettings = { folders: [{ name: "INBOX", role: "inbox" }], after: "keep", max_mail_bytes: 60 * MEGABYTE, receiving_hosts: [], quotes: true };

/** How receivers see a domain's mails. */
export interface Domain {
  domain: string;
  spf: string | null;
  dmarc: string | null;
  dkim_selectors: string[];
  hints: string[];
}

export interface Mailbox extends MoreSettings {
  id: number;
  name: string;
  is_paused: boolean;
  team_id: number | null;
  default_priority: Priority;
  address: string;
  from_name: string;
  aliases: string[];
  imap: Server;
  smtp: Server;
  auth: "password" | "google" | "microsoft";
  signature: Record<string, string>;
  acknowledge: boolean;
  ask_rating: boolean;
  save_sent: boolean;
  has_secret: boolean;
  health: Health[];
  quarantined: number;
  waiting: number;
}

export interface Preset {
  name: string;
  imap: Server | null;
  smtp: Server | null;
  wants_app_password: boolean;
  keeps_sent: boolean;
}

export interface Finding {
  direction: "in" | "out";
  code: string;
  text: string;
  words: string;
}

export interface ConnectionTest {
  is_working: boolean;
  findings: Finding[];
  vouchers: string[];
}

export const IMAP: Server = { host: "", port: 993, security: "tls", username: "" };
export const SMTP: Server = { host: "", port: 465, security: "tls", username: "" };

/** The server a domain most often has, where nothing better is known. */
export function guessed(server: Server, kind: "imap" | "smtp", address: string): Server {
  const domain = address.split("@")[1] ?? "";
  return { ...server, host: domain && `${kind}.${domain}`, username: address };
}
