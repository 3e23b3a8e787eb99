/** Requests for approval: fetched, asked, answered, withdrawn; and told when one of them changes. */
import { signal } from "@preact/signals";
import { api } from "../api";
import { onFrames } from "../live";
import type { Approval } from "./types";

/** Rises with whatever happens to a request somebody here may see. */
export const approvalNews = signal(0);
let isListening = false;

export function listenToApprovals(): void {
  if (isListening) return;
  isListening = true;
  onFrames((frames) => {
    if (frames.some((frame) => (frame.t === "event" || frame.t === "private") && isAbout(frame.kind, frame))) approvalNews.value += 1;
    if (frames.some((frame) => frame.t === "counts")) approvalNews.value += 1;
  });
}

export function approvalsOf(ticketId: number): Promise<Approval[]> {
  return api<Approval[]>("GET", `/api/tickets/${ticketId}/approvals`);
}

export function askApproval(ticketId: number, { askedId, question, day }: { askedId: number; question: string; day: string }): Promise<Approval> {
  return api<Approval>("POST", `/api/tickets/${ticketId}/approvals`, { asked_id: askedId, question, due_on: day });
}

export function answerApproval(id: number, answer: "yes" | "no", reason: string): Promise<Approval> {
  return api<Approval>("PUT", `/api/approvals/${id}/answer`, { answer, reason });
}

export async function withdrawApproval(id: number): Promise<void> {
  await api("DELETE", `/api/approvals/${id}`);
}

function isAbout(kind: string, frame: object): boolean {
  if (kind.startsWith("approval.")) return true;
  const told = (frame as { data?: { notification?: { kind: string } | null } }).data?.notification;
  return told?.kind.startsWith("approval.") ?? false;
}
