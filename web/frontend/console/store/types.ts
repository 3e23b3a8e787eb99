/** The desk's nouns as the server sends them. */

export type Priority = "low" | "normal" | "high" | "urgent";
export type Category = "new" | "open" | "pending" | "on_hold" | "resolved" | "closed";
export type ChannelKind = "email" | "telegram" | "webchat" | (string & {});
export type Role = "agent" | "supervisor" | "admin";
export type DraftMode = "reply" | "note";
export type DeliveryState = "queued" | "sending" | "sent" | "delivered" | "read" | "failed" | "unknown" | "withdrawn";
export type PresenceStatus = "available" | "busy" | "away" | "offline";

export interface SkillLevel { skill_id: number; level: number }
export interface Reason { name: string; value: unknown }
export interface WaitingReason { code: string; params?: Record<string, unknown> | null; count?: number; detail?: Record<string, unknown> | null }

export interface Row {
  id: number;
  number: number;
  version: number;
  subject: string;
  preview: string;
  customer: { id: number; name: string };
  channel: { id: number; kind: ChannelKind };
  language: string | null;
  type_id: number | null;
  priority: Priority;
  status_id: number;
  category: Category;
  team_id: number | null;
  assignee_id: number | null;
  created_at: string;
  updated_at: string;
  last_message_at: string | null;
  last_message_id: number | null;
  last_message_from: "customer" | "agent" | null;
  waiting_since: string | null;
  next_due_at: string | null;
  message_count: number;
  tags: string[];
  waiting_reason: WaitingReason | null;
  offer_until?: string | null;
  snoozed_until?: string | null;
  follows_id: number | null;
  merged_into_id?: number | null;
  is_spam?: boolean;
  is_trashed?: boolean;
  /** Nothing of it is left: it is in no list. */
  is_emptied?: boolean;
  /** Custom fields by key. */
  fields?: Record<string, unknown>;
  /** Negative: unread from that message on, because the agent wants it so. */
  read_id?: number;
}

export interface Delivery {
  state: DeliveryState;
  attempt: number;
  error: string | null;
  release_at: string | null;
  is_scheduled?: boolean;
  at: string | null;
}
export interface Attachment {
  id: string;
  filename: string;
  media_type: string;
  size: number;
  inline: boolean;
  url: string;
  preview_url: string | null;
  /** a copy at most 640 pixels long */
  small_url: string | null;
  width: number | null;
  height: number | null;
  /** gone, too_large: its bytes are not here and never will be. */
  state: "stored" | "retrying" | "too_large" | "gone";
  /** What its sender made of it, where the channel says so. */
  kind?: "photo" | "document" | "animation" | "video" | "audio" | "voice" | "video_note" | "sticker" | (string & {}) | null;
  /** How long it plays. */
  duration_s?: number | null;
}
export type Mailbox = readonly [name: string, address: string];
/** From, to, what for: characters of the message's text. */
export type Fold = readonly [start: number, end: number, kind: "quote" | "signature" | "forward" | (string & {})];
/** What a message was, or will be, as a mail. */
export interface Mail {
  mail_id: string;
  from: Mailbox;
  to: Mailbox[];
  cc: Mailbox[];
  bcc: Mailbox[];
  reply_to?: Mailbox[];
  subject: string;
  sent_at: string | null;
  proof: "verified" | "claimed" | "unclear" | null;
  auto_kind: string;
  folds: Fold[];
  has_remote_images: boolean;
  html_view: boolean;
  /** The mail as it came can be saved. */
  has_raw?: boolean;
  /** Whose mail was forwarded, as the forward says. */
  forward?: { address: string; name: string; subject: string } | null;
  /** The message that is quoted below this answer. */
  quoted_id?: number | null;
  attempts?: { attempt: number; outcome: string; detail: string; at: string }[];
}
/** What a message holds beyond words and files. */
export type Content =
  | { kind: "location"; latitude: number; longitude: number; is_live: boolean; title: string; address: string }
  | { kind: "contact"; name: string; phone: string; is_own: boolean }
  | { kind: "poll"; question: string; options: string[] }
  | { kind: "sticker"; emoji: string };
/** What a message was on Telegram. answers.text is empty where the other message is of another ticket. */
export interface Telegram {
  answers: { message_id: number; author_kind: "customer" | "agent" | "system"; text: string } | null;
  quote: string;
  forwarded_from: string;
  reactions: { emoji: string; count: number }[];
  deleted_at: string | null;
  is_album: boolean;
  /** In how many messages a reply left. */
  parts: number;
  content: Content | null;
  /** pressed_by: the message that came of pressing it, 0 when none did. */
  buttons: { label: string; pressed_by: number | null }[];
  is_press: boolean;
}
/** Whom a reply by mail goes to. */
export interface Recipients {
  readonly to: readonly Mailbox[];
  readonly cc: readonly Mailbox[];
  readonly bcc: readonly Mailbox[];
  readonly subject: string;
}
export interface Message {
  id: number;
  ticket_id: number;
  ticket_number: number;
  thread_id: number | null;
  channel_kind: ChannelKind;
  kind: "in" | "out" | "note";
  author: { kind: "customer" | "agent" | "system"; id: number | null; name: string; avatar: null };
  text: string;
  html: string;
  created_at: string;
  client_key: string | null;
  edited_at: string | null;
  revisions: number;
  is_auto: boolean;
  delivery: Delivery | null;
  attachments: Attachment[];
  mail?: Mail | null;
  telegram?: Telegram | null;
}
export interface Entry {
  id: number;
  kind: string;
  at: string;
  actor: { kind: "agent" | "customer" | "system" | "rule" | "routing"; id: number | null; name: string | null };
  data: Record<string, unknown>;
}

export interface Agent {
  id: number;
  name: string;
  email?: string | null;
  role: Role;
  is_active: boolean;
  locale: string;
  time_zone: string;
  capacity_units: number;
  calendar_id?: number | null;
  team_ids: number[];
  skills: SkillLevel[];
  languages: string[];
  /** Its name below /pictures/. */
  picture?: string | null;
  /** Only admins see it. */
  second_factor?: boolean;
}
export interface Presence {
  agent_id: number;
  status: PresenceStatus;
  online: boolean;
  reason: string | null;
  since: string | null;
  leaves_at?: string | null;
}
export interface Preferences {
  theme: "auto" | "light" | "dark";
  density: "comfortable" | "compact";
  shortcuts: boolean;
  sound: boolean;
  /** Has been shown round, or did not want to be. */
  toured: boolean;
  after_resolve: "next" | "list" | "stay";
  after_send: "next" | "list" | "stay";
  send_on_enter: boolean;
  show_preview: boolean;
  show_tags: boolean;
  show_team: boolean;
  show_fields: boolean;
  search_order: "newest" | "best";
  /** Commands whose key is another than usual, or none: "". */
  keys: Readonly<Record<string, string>>;
}
export interface Me {
  agent: Agent;
  csrf: string;
  presence: Presence;
  preferences: Preferences;
  position: number;
}

export interface Team { id: number; name: string; member_ids: number[]; others_tickets?: "hidden" | "stub" | "readable" }
export interface Skill { id: number; name: string }
export interface Status { id: number; key: string | null; name: string; category: Category; position: number }
export interface TicketType { id: number; key: string | null; name: string; position: number }
/** addresses: the own ones of a mailbox, which no reply goes to; out_since: since when nothing leaves by it, be it a hitch. */
export interface Channel { id: number; kind: ChannelKind; name: string; is_paused: boolean; out_since?: string | null; addresses?: string[] }
export interface Tag { id: number; name: string; color: string | null }
export interface Workspace {
  position: number;
  name: string;
  agents: Agent[];
  presence: Presence[];
  teams: Team[];
  skills: Skill[];
  statuses: Status[];
  types: TicketType[];
  channels: Channel[];
  tags: Tag[];
  sla_policies?: { id: number; name: string }[];
  pull_team_ids?: number[];
  presence_reasons?: { status: "busy" | "away"; name: string }[];
  languages: string[];
}

export interface Identity { id: number; kind: string; address: string; verified: boolean; verified_by: string | null; display?: string; unreachable_at?: string | null; unreachable_reason?: string | null; is_main?: boolean }
export interface CustomerTicket { id: number; number: number; subject: string; category: Category; channel_kind: ChannelKind; created_at: string }
/** What is told of a ticket with another team. */
export interface Stub { created_at: string; channel_kind: ChannelKind; type_id: number; status_id: number; category: Category; team_id: number | null }
export interface Customer {
  id: number;
  name: string;
  /** What they show on Telegram, in our own storage. */
  photo_url?: string | null;
  language: string | null;
  created_at: string;
  organisation: { id: number; name: string } | string | null;
  identities: Identity[];
  fields: Record<string, unknown>;
  tags: (number | string)[];
  tickets: CustomerTicket[];
  blocked: boolean;
  /** since when they get no letters nobody pressed send for */
  unsubscribed_at?: string | null;
  stubs?: Stub[];
}
/** group: the name of a group on Telegram, where several people read; topic: of its topic there. aside: begun by forwarding to somebody else, whom the customer's answers do not go to. */
export interface Thread { id: number; channel_id: number; channel_kind: ChannelKind; peer_name: string | null; customer_seen_id: number | null; aside?: boolean; group?: string; topic?: string }
export interface Link { id: number; number: number; kind: string; subject: string }
export interface Assignment {
  agent_id: number | null;
  at: string;
  by: "routing" | "agent";
  by_agent_id: number | null;
  reasons: Reason[];
  runners_up: { agent_id: number; reasons: Reason[] }[];
}
/** One target of a ticket: it runs or stands still until met_at, and is late once breached_at is set. */
export interface SlaClock {
  target: "first_response" | "next_response" | "resolution";
  run: number;
  target_minutes: number | null;
  policy_id: number;
  policy_version: number;
  started_at: string;
  due_at: string | null;
  paused: boolean;
  paused_at: string | null;
  warned_at: string | null;
  met_at: string | null;
  breached_at: string | null;
}
export interface Draft { text: string; attachment_ids: string[]; attachments?: Attachment[]; revision: number; updated_at?: string }
export interface Viewer { agent_id: number; mode: "viewing" | "replying" }

export interface ListAnswer { position: number; view: string; sort: string; order: [number, number][]; rows: Row[]; cut: [number, number] | null }
/** How many open requests for approval and how many side threads a ticket has. */
export interface HelpSums { approvals: number; sides: number }

export interface HistoryAnswer { position: number; messages: Message[]; has_before: boolean; has_after: boolean }
