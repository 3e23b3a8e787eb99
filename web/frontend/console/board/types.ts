/** The board as the server answers it. */
import type { Category, PresenceStatus, Priority } from "../store/types";

export interface Figures { open: number; unassigned: number; waiting: number; soon: number; late: number; oldest: string | null }
export interface Group extends Figures { id: number | null }
export interface Held { id: number; number: number; subject: string; category: Category; waiting_since: string | null; next_due_at: string | null; since: string | null }
export interface BoardAgent { agent_id: number; status: PresenceStatus; reason: string | null; online: boolean; since: string; units: number; capacity: number; holds: number; tickets: Held[] }
export interface Queued { id: number; number: number; subject: string; priority: Priority; team_id: number | null; channel_id: number; waiting_since: string | null; next_due_at: string | null }
export interface Board { position: number; at: string; total: Figures; teams: Group[]; channels: Group[]; skills: Group[]; agents: BoardAgent[]; queue: Queued[] }
