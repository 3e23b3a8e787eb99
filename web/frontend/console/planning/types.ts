/** What the API says of forecasts and replays. */
export type Status = "queued" | "running" | "done" | "failed";

export interface Slot {
  begins_at: string;
  day: string;
  slot: number;
  is_holiday: boolean;
  mean: number;
  low: number;
  high: number;
  by_channel: Record<string, number>;
  agents: number;
}
interface Off { half_hour: number | null; day: number | null }
export interface Simulation { factor: number; is_enough: boolean; days: number; kept: number; low: number; high: number; wanted: number }
export interface Made {
  status: "made";
  time_zone: string;
  channels: string[];
  slots: Slot[];
  past: { begins_at: string; mean: number; came: number }[];
  error: { weeks: number; model: Off; baseline: Off; inside: number | null };
  simulation: Simulation | null;
}
export interface TooLittle { status: "too_little"; days: number; tickets: number; least_days: number; least_tickets: number }
export interface Forecast {
  team_id: number | null;
  made_at: string | null;
  outcome: Made | TooLittle | null;
  newest: { state: Status; progress: number } | null;
}

export interface Figures {
  tickets: number;
  answered: number;
  wait_mean_s: number | null;
  wait_p50_s: number | null;
  wait_p90_s: number | null;
  late: number;
  kept: number | null;
}
export interface Run { all: Figures; by_channel: Record<string, Figures>; by_hour: Record<string, Figures>; busy?: number | null; agent_hours?: number }
export interface Outcome {
  is_cut: boolean;
  real: Run;
  unchanged: Run;
  changed: Run;
  calibration: { verdict: "good" | "fair" | "poor" | "too_little"; wait_p50_share: number | null; wait_p90_share: number | null; kept: number | null };
}
export interface Change { days: number[]; begin: number; end: number; add?: number; count?: number }
/** What is left out stays as it is set today. */
export interface TeamPlan {
  order?: string;
  limits?: Record<string, number>;
  most_open?: number | null;
  skills_by_type?: Record<string, Record<string, number>>;
  overflow_team_id?: number | null;
  overflow_after_min?: number;
  out_of_hours?: string;
}
export interface Plan {
  rules?: string;
  heads?: Change[];
  skills?: { agent_id: number; skill: string; level: number }[];
  capacity_units?: number;
  limits?: Record<string, number>;
  teams?: Record<string, TeamPlan>;
}
export interface ReplayRow {
  id: number;
  name: string;
  agent_id: number;
  since: string;
  until: string;
  status: Status;
  progress: number;
  error: string | null;
  changed: { kept: number | null; wait_p50_s: number | null; agent_hours: number | null } | null;
}
export interface Replay extends ReplayRow { plan: Plan; outcome: Outcome | null }
