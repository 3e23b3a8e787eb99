/** SLA policies and calendars as the API gives and takes them. */
import type { Category, Priority } from "../store/types";
import type { Target } from "../store/service_level";

export type Targets = Partial<Record<Priority, Partial<Record<Target, number>>>>;

export interface PolicyConditions {
  type_ids?: number[];
  priorities?: Priority[];
  team_ids?: number[];
  channel_ids?: number[];
  channel_kinds?: string[];
  tag_ids?: number[];
  organisation_ids?: number[];
  segment_ids?: number[];
  languages?: string[];
}
export interface Notified {
  assignee?: boolean;
  supervisors?: boolean;
  roles?: string[];
  agent_ids?: number[];
}
export interface Escalation {
  at: "warning" | "breach";
  targets?: Target[];
  priority?: Priority | null;
  team_id?: number | null;
  unassign?: boolean;
  notify?: Notified | null;
}
export interface Policy {
  id: number;
  name: string;
  version: number;
  position: number;
  is_enabled: boolean;
  calendar_id: number | null;
  conditions: PolicyConditions;
  targets: Targets;
  pauses: Category[];
  warn_percent: number | null;
  escalations: Escalation[];
}

export interface HolidaySource { country: string; subdivision: string | null; years: number[] | null }
export interface FreeDay { date: string; name: string; source: "country" | "hand" | "ical" }
/** By weekday "0" (Monday) to "6"; a day that is missing is closed. */
export type Hours = Record<string, [from: string, to: string][]>;
export interface Calendar {
  id: number;
  name: string;
  version: number;
  time_zone: string;
  hours: Hours;
  holiday_source: HolidaySource | null;
  days: FreeDay[];
  policy_ids: number[];
}
export interface HolidayCountry { country: string; subdivisions: string[] }

export const PRIORITIES: readonly Priority[] = ["urgent", "high", "normal", "low"];
export const PAUSABLE: readonly Category[] = ["new", "open", "pending", "on_hold"];
