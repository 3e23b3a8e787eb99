/** What GET /api/system answers. */
export interface Trouble {
  code: string;
  part?: string;
  channel?: string;
  count?: number;
  seconds?: number;
  free?: number;
}

export interface SystemState {
  at: string;
  version: string;
  python: string;
  schema: string;
  database: { kind: string; version: string; size: number; answer_ms: number; revision: string | null };
  redis: { state: string; version: string | null; answer_ms: number | null; memory: number | null; jobs: number; jobs_oldest_s: number; workers: number };
  parts: { name: string; owner: string | null; is_alive: boolean }[];
  queues: { name: string; count: number; oldest_s: number; limit_s: number }[];
  channels: { id: number; name: string; kind: string; is_paused: boolean; ways: { direction: string; is_working: boolean; code: string }[] }[];
  disk: { total: number; free: number };
  backup: { last_at: string | null; size: number | null; seconds: number | null; every_hours: number; is_overdue: boolean; state: "no_key" | "waiting" | "running" | "failed" | null; words: string; is_asked: boolean };
  troubles: Trouble[];
}
