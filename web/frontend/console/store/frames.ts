/** Frames the console socket sends us. */
import type { Assignment, Attachment, Customer, DraftMode, Entry, HelpSums, Message, Presence, Row, SlaClock, Thread, Viewer, Workspace } from "./types";
import type { News } from "./news";

export interface EventFrame {
  t: "event";
  p: number;
  kind: string;
  ticket?: Row;
  message?: Message;
  entry?: Entry;
  assignment?: Assignment | null;
  sla?: SlaClock[];
  threads?: Thread[];
  help?: HelpSums;
  customer?: Customer;
}
export interface PrivateFrame {
  t: "private";
  p: number;
  kind: string;
  ticket: number;
  data: { message_id?: number; mode?: DraftMode; text?: string; attachment_ids?: string[]; attachments?: Attachment[]; revision?: number; updated_at?: string; following?: boolean; notification?: News | null };
}
export type LiveFrame =
  | EventFrame
  | PrivateFrame
  | { t: "gone"; p: number; ticket: number }
  | { t: "counts"; p: number; counts: Record<string, number> }
  | { t: "workspace"; p: number; workspace: Workspace }
  | { t: "presence"; agents: Presence[] }
  | { t: "viewers" | "watching"; ticket: number; viewers: Viewer[] }
  | { t: "customer_typing"; ticket: number; on: boolean };

const KINDS = new Set(["event", "private", "gone", "counts", "workspace", "presence", "viewers", "watching", "customer_typing"]);

export function isLiveFrame(frame: { t: string }): frame is LiveFrame {
  return KINDS.has(frame.t);
}
