/** A rule of the desk: when, if, do; docs/automation.md. */
import type { Filter } from "../lists/saved";
import type { Priority } from "../store/types";
import type { Step as MacroStep } from "../writing/types";

export const ON_EVENTS = ["ticket.created", "customer.wrote", "agent.answered", "status.changed", "priority.changed", "type.changed", "assignee.changed", "team.changed", "tags.changed", "sla.warned", "sla.breached", "ticket.rated"] as const;
export const ON_TIME = ["waiting_customer", "waiting_agent", "resolved"] as const;
export const TRIGGERS = [...ON_EVENTS, ...ON_TIME, "customer_date"] as const;
export type On = (typeof TRIGGERS)[number];
export const DATE_KINDS = ["birthday", "contract_end", "other"] as const;

export interface Trigger {
  on: On;
  minutes?: number | null;
  calendar_id?: number | null;
  date_kind?: (typeof DATE_KINDS)[number] | null;
  days_before?: number | null;
}
export interface Hours { calendar_id: number; is_open: boolean }
export interface Conditions {
  filter?: Partial<Filter> | null;
  customer_tag_ids?: number[];
  segment_id?: number | null;
  hours?: Hours | null;
  max_score?: number | null;
}
export interface Whom { assignee: boolean; supervisors: boolean; agent_ids: number[] }

type Kept = Extract<MacroStep, { do: "status" | "type" | "team" | "add_tags" | "remove_tags" | "field" | "customer_field" }>;
export type Step =
  | Kept
  | { do: "priority"; priority: Priority }
  | { do: "assignee"; agent_id: number | null }
  | { do: "letter"; texts: Record<string, string> }
  | { do: "note"; text: string }
  | { do: "notify"; whom: Whom }
  | { do: "follow"; agent_ids: number[] };
export const STEPS: readonly Step["do"][] = ["letter", "note", "status", "priority", "type", "team", "assignee", "add_tags", "remove_tags", "field", "customer_field", "notify", "follow"];

export interface Automation {
  id: number;
  name: string;
  position: number;
  version: number;
  is_enabled: boolean;
  trigger: Trigger;
  conditions: Conditions;
  steps: Step[];
  follows_rules: boolean;
  ready_made: string;
  runs_last_week: number;
  ran_at: string | null;
}
export interface All { automations: Automation[]; ready_made: string[] }

export interface Done { do: Step["do"] | ""; ok: boolean; code?: string }
export interface Run {
  id: number;
  automation_id: number;
  name: string;
  version: number;
  ticket_id: number;
  ticket_number: number;
  outcome: "done" | "partly" | "failed";
  done: Done[];
  why: { on: On };
  at: string;
}
export interface Tried { count: number; tickets: { id: number; number: number; subject: string }[]; days: number; is_whole: boolean }
