/** The rules of teams as the API gives and takes them. */
import type { SkillLevel } from "../store/types";

export const KINDS = ["webchat", "telegram", "email"] as const;
export type Kind = (typeof KINDS)[number];
export const ORDERS = ["urgency", "priority", "due", "fifo"] as const;
export const LEAVING = ["return_late", "return_all", "keep"] as const;
export const CLOSED = ["route", "wait", "overflow"] as const;

export interface TeamRules {
  team_id: number;
  mode: "push" | "pull";
  order: (typeof ORDERS)[number];
  skills_by_type: { type_id: number; skills: SkillLevel[] }[];
  limits: Partial<Record<Kind, number>>;
  most_open: number | null;
  offer_s: Partial<Record<Kind, number>>;
  missed_limit: number;
  on_away: (typeof LEAVING)[number];
  away_grace_min: number;
  on_offline: (typeof LEAVING)[number];
  offline_grace_min: number;
  late_margin_min: number;
  sticky_days: number | null;
  sticky_wait_min: number | null;
  overflow_team_id: number | null;
  overflow_after_min: number;
  calendar_id: number | null;
  out_of_hours: (typeof CLOSED)[number];
  ramp_min: number;
}
export type Set = (changes: Partial<TeamRules>) => void;
