/** Templates, macros and promises as the server sends them. */
import type { FieldValue } from "../customers/types";
import type { Attachment, Priority, SkillLevel } from "../store/types";

export type Audience = "private" | "team" | "all";
export interface Shared { id: number; name: string; owner_id: number; audience: Audience; team_id: number | null; uses: number; may_change: boolean }
export interface TemplateFile { id: number; filename: string; media_type: string; size: number }
/** texts: a language, "" for any, and what it says. */
export interface Template extends Shared { folder: string; shortcut: string; texts: Record<string, string>; files: TemplateFile[]; used_at: string | null }
export interface Filling { text: string; language: string; missing: string[]; attachments: Attachment[] }

export type Step =
  | { do: "status"; status_id: number }
  | { do: "priority"; priority: Priority }
  | { do: "type"; type_id: number }
  | { do: "team"; team_id: number | null }
  | { do: "assignee"; agent_id: number | "me" | null }
  | { do: "skills"; skills: SkillLevel[] }
  | { do: "add_tags" | "remove_tags"; tags: string[] }
  | { do: "field" | "customer_field"; key: string; value: FieldValue }
  | { do: "follow" }
  | { do: "snooze"; minutes: number }
  | { do: "reply" | "note"; template_id: number };
export type StepKind = Step["do"];
export interface Macro extends Shared { steps: Step[] }

export interface Promised {
  id: number;
  kind: "promise" | "reminder";
  /** Null for one to a customer, whatever ticket it is about. */
  ticket_id: number | null;
  ticket_number: number | null;
  ticket_subject: string;
  customer: { id: number; name: string };
  owner_id: number;
  made_by_id: number;
  text: string;
  due_at: string;
  done_at: string | null;
  is_overdue: boolean;
}
