/** Reports as the server answers them. */
import type { Row } from "../store/types";

export type Unit = "count" | "seconds" | "share";
export interface Figure { n: number; value: number | null; p90: number | null; mean: number | null }
export interface ReportRow extends Figure { key: string | null; before: Figure | null }
export interface Period { since: string; last: string; start: string; end: string; time_zone: string }
export interface Target { seconds: number; priority: string; hours: string }
export interface Report {
  measure: string;
  unit: Unit;
  by: string;
  hours: string;
  period: Period;
  before: Period | null;
  rows: ReportRow[];
  total: ReportRow;
  is_cut: boolean;
  target: Target | null;
  as_of: string | null;
  ready: number;
}
export interface Behind { facts: number; tickets: { ticket: Row; facts: number; seconds: number | null }[]; next: number | null }

export type Dimension = "team" | "agent" | "channel" | "type" | "priority" | "language" | "tag" | "segment";
export type Filters = Partial<Record<Dimension, (number | string | null)[]>>;
export interface Arrangement { measure: string; by: string; period: string; hours: string; filters: Filters }
export interface Saved { id: number; name: string; owner_id: number; audience: "private" | "team" | "all"; team_id: number | null; arrangement: Partial<Arrangement>; schedule: Schedule | null }
export type Every = "day" | "week" | "month";
export interface Schedule { every: Every; day: number; hour: number; owner_id: number; off_reason: string | null; next_at: string | null; recipients: { agent_id: number; trouble: string | null }[] }
export interface Letter { id: number; agent_id: number; day: string | null; created_at: string; state: string | null }
