/** What the desk answers about one ticket: all that its first screen needs, or that nothing has changed. */
import type { Promised } from "../writing/types";
import type { Assignment, Customer, Draft, DraftMode, Entry, HelpSums, Link, Message, Recipients, Row, SkillLevel, SlaClock, Thread, Viewer } from "./types";

/** Whom an answer to the mail `message_id` goes to when the agent says nothing else. */
export interface UsualRecipients extends Recipients { message_id: number }
export interface TicketAnswer {
  position: number;
  ticket: Row & { skills?: SkillLevel[]; links?: Link[] };
  threads: Thread[];
  messages: Message[];
  entries: Entry[];
  has_more: boolean;
  assignment: Assignment | null;
  sla?: SlaClock[];
  drafts: Partial<Record<DraftMode, Draft>>;
  following?: boolean;
  read_only?: boolean;
  help?: HelpSums;
  viewers: Viewer[];
  customer: Customer | null;
  promises?: Promised[];
  recipients?: UsualRecipients | null;
}
/** Nothing happened to the ticket since the position that was asked about. */
export interface Unchanged { position: number; unchanged: true; viewers: Viewer[] }
