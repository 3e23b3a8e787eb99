/** What the desk says of a widget, and how a design changes while it is drawn. */
import { LANGUAGE_NAMES } from "../text";

export type Texts = Readonly<Record<string, string>>;

export const FIELD_KINDS = ["name", "email", "phone", "topic", "text", "choice"] as const;
/** A kind of question, or the custom field that is asked for: "custom:ticket.order". */
export const CUSTOM = "custom:";
export const FILE_KINDS = ["image", "document", "audio", "video"] as const;
export const ICONS = ["chat", "question", "wave"] as const;
export const VISITS = ["any", "first", "returning"] as const;

export interface FieldDesign {
  readonly key: string;
  readonly kind: (typeof FIELD_KINDS)[number] | "custom";
  /** Of kind "custom": "ticket.order" or "customer.plan". */
  readonly field: string;
  readonly label: Texts;
  readonly is_required: boolean;
  readonly options: readonly { readonly value: string; readonly label: Texts }[];
}

export interface Opener {
  readonly id: string;
  readonly text: Texts;
  readonly page: string;
  readonly after_s: number;
  readonly visit: (typeof VISITS)[number];
  readonly in_hours_only: boolean;
}

export interface Design {
  readonly title: Texts;
  readonly intro: Texts;
  readonly placeholder: Texts;
  readonly offline: Texts;
  readonly languages: readonly string[];
  readonly language: string;
  readonly launcher: { readonly icon: (typeof ICONS)[number]; readonly label: Texts; readonly side_px: number; readonly bottom_px: number };
  readonly form: readonly FieldDesign[];
  readonly consent: { readonly is_asked: boolean; readonly text: Texts; readonly link: string; readonly link_text: Texts };
  readonly calendar_id: number | null;
  readonly shows_reply_time: boolean;
  readonly proactive: readonly Opener[];
  readonly uploads: { readonly is_allowed: boolean; readonly max_mb: number; readonly kinds: readonly (typeof FILE_KINDS)[number][] };
  readonly hand_over: { readonly by_mail: boolean; readonly after_min: number; readonly telegram_channel_id: number | null };
  readonly asks_rating: boolean;
  readonly may_end: boolean;
  readonly erase_after_h: number;
  readonly needs_identity: boolean;
  readonly session_h: number;
}

/** All that is drawn here: the design, and what every chat channel has. */
export interface Drawn {
  readonly design: Design;
  readonly accent: string;
  readonly position: "right" | "left";
  readonly greeting: Texts;
  readonly allowed_origins: readonly string[];
}

export interface Widget extends Drawn {
  readonly id: number;
  readonly name: string;
  readonly public_key: string;
  readonly snippet: string;
  readonly secrets: readonly { readonly name: string; readonly created_at: string }[];
  readonly reply_time: number | null;
}

export interface Part {
  readonly drawn: Drawn;
  /** The language of the texts at hand. */
  readonly language: string;
  readonly problems: Readonly<Record<string, string>>;
  readonly change: (changes: Partial<Drawn>) => void;
  readonly redesign: (changes: Partial<Design>) => void;
}

export function drawnOf({ design, accent, position, greeting, allowed_origins }: Widget): Drawn {
  return { design, accent, position, greeting, allowed_origins };
}

/** The texts with one language's replaced; an empty one is left out. */
export function said(texts: Texts, language: string, text: string): Texts {
  const { [language]: _, ...others } = texts;
  return text === "" ? others : { ...others, [language]: text };
}

/** A custom field of the desk, as far as a form needs it. */
export interface CustomField {
  readonly entity: "ticket" | "customer" | "organisation";
  readonly key: string;
  readonly labels: Texts;
  readonly archived_at: string | null;
}

/** A key nobody has yet: "text_2". */
export function freeKey(wanted: string, taken: readonly string[]): string {
  const kind = wanted === "constructor" ? "field" : wanted.slice(0, 36); // every object has a "constructor"
  if (!taken.includes(kind)) return kind;
  for (let n = 2; ; n++) if (!taken.includes(`${kind}_${n}`)) return `${kind}_${n}`;
}

/** What the chat speaks, the languages of the console and more. */
export const SPOKEN: Readonly<Record<string, string>> = { ...LANGUAGE_NAMES, de: "Deutsch" };
