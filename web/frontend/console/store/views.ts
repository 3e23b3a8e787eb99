/** Which tickets belong to a view, and in which order: the same rules as the server's SQL. */
import type { Category, Priority, Row } from "./types";

type DeskSort = "urgency" | "waiting" | "activity" | "created" | "priority";
/** By a custom field of the ticket or of its customer; a minus: from the end. */
export type FieldSort = `${"" | "-"}${"fields" | "customer"}.${string}`;
export type Sort = DeskSort | FieldSort;
export const SORTS: readonly DeskSort[] = ["urgency", "waiting", "activity", "created", "priority"];
export const NO_DATE = 9_007_199_254_740_991;

const ACTIVE: ReadonlySet<Category> = new Set(["new", "open", "pending", "on_hold"] as const);
const RANK: Record<Priority, number> = { urgent: 1, high: 2, normal: 3, low: 4 };
const GRACE_MS: Record<Priority, number> = { urgent: 0, high: 900_000, normal: 3_600_000, low: 14_400_000 };
/** Behind every date: what waits for nothing is sorted from here on, the newest first. */
export const FAR = 4_000_000_000_000;

export function isActive(category: Category): boolean {
  return ACTIVE.has(category);
}

export function isFieldSort(sort: string): sort is FieldSort {
  return /^-?(fields|customer)\.[a-z][a-z0-9_]{0,59}$/.test(sort);
}

/** Lists only the server decides: the console asks where a changed ticket stands in them. */
export function isAsked(view: string, sort: string): boolean {
  return isFieldSort(sort) || /^(view:|mentioned|followed|breaching)/.test(view);
}

/** `view` is mine, unassigned, waiting, all, snoozed, resolved, spam or team:<id>. */
export function belongsTo(row: Row, view: string, me: number): boolean {
  if (row.is_emptied) return false;
  if (view === "spam") return row.is_spam === true;
  if (view === "trash") return row.is_trashed === true;
  if (view === "resolved") return (row.category === "resolved" || row.category === "closed") && !row.is_spam && !row.is_trashed;
  if (!isActive(row.category)) return false;
  if (view === "all") return true;
  if (row.snoozed_until || view === "snoozed") return Boolean(row.snoozed_until) && view === "snoozed";
  if (view === "mine") return row.assignee_id === me;
  const isOurs = row.category === "new" || row.category === "open";
  if (view === "unassigned") return row.assignee_id === null && isOurs;
  if (view === "waiting") return row.waiting_since !== null && isOurs;
  return view === `team:${row.team_id}`;
}

/** Ascending; a tie goes by id; a missing date sorts last. */
export function sortKey(row: Row, sort: Sort): number {
  if (sort === "urgency") return urgency(row);
  if (sort === "waiting") return time(row.waiting_since) ?? NO_DATE;
  if (sort === "activity") return newestFirst(row.last_message_at);
  if (sort === "created") return newestFirst(row.created_at);
  return RANK[row.priority] * 10_000_000_000_000 + (time(row.waiting_since) ?? 9_999_999_999_999);
}

function urgency(row: Row): number {
  const due = time(row.next_due_at);
  if (due !== null) return due;
  const waiting = time(row.waiting_since);
  if (waiting !== null) return waiting + GRACE_MS[row.priority];
  const last = time(row.last_message_at);
  return last === null ? NO_DATE : FAR + (FAR - last);
}

function newestFirst(date: string | null): number {
  const ms = time(date);
  return ms === null ? NO_DATE : -ms;
}

function time(date: string | null): number | null {
  return date === null ? null : Date.parse(date);
}
