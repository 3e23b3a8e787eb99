/** Bots as the API gives and takes them. */
import type { Priority } from "../store/types";

export interface BotHealth {
  direction: "in" | "out";
  is_working: boolean;
  code: string;
  text: string;
  words: string;
  since: string;
  checked_at: string;
}

export interface Bot {
  id: number;
  name: string;
  is_paused: boolean;
  team_id: number | null;
  default_type_id: number | null;
  default_priority: Priority;
  bot_id: number;
  username: string;
  bot_name: string;
  url: string;
  intake: "polling" | "webhook";
  api_url: string;
  greeting: Record<string, string>;
  ask_rating: boolean;
  has_token: boolean;
  health: BotHealth[];
  waiting: number;
  quarantined: number;
  files_waiting: number;
  is_used: boolean;
}

export const TELEGRAM_URL = "https://api.telegram.org";
