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
