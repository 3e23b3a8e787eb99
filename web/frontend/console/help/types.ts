/** What the API tells of other people's help. */
export interface Approval {
  id: number;
  ticket_id: number;
  ticket_number: number;
  ticket_subject: string;
  customer: { id: number; name: string };
  asked_id: number;
  asked_by_id: number;
  question: string;
  due_at: string;
  answer: "open" | "yes" | "no" | "withdrawn";
  reason: string;
  created_at: string;
  answered_at: string | null;
  is_overdue: boolean;
  may_answer: boolean;
  may_withdraw: boolean;
}
export interface Side {
  id: number;
  ticket_id: number;
  ticket_number: number;
  subject: string;
  started_by_id: number;
  agent_ids: number[];
  team_id: number | null;
  address: string;
  name: string;
  message_count: number;
  is_unread: boolean;
  created_at: string;
  last_at: string;
}
export interface SideMessage {
  id: number;
  agent_id: number | null;
  from_name: string;
  from_address: string;
  text: string;
  created_at: string;
  delivery: string | null;
  delivery_error: string | null;
  files: { id: string; filename: string; media_type: string; size: number; url: string }[];
}
export interface SideDetail extends Side { messages: SideMessage[] }
export interface NewSide { subject: string; text: string; agent_id?: number; team_id?: number; outside?: string; name?: string }
