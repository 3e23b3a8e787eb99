/** Filters of customers as the server knows them, and a page of what they find. */
import type { FieldValues } from "./types";

export interface Condition { field: string; op: string; value?: unknown; kind?: string; currency?: string; days?: number }
export interface Filter { match: "all" | "any"; conditions: Condition[] }
export interface Segment { readonly id: number; readonly name: string; readonly key: string | null; readonly filter: Filter }
export interface Person { readonly id: number; readonly name: string; readonly language: string; readonly created_at: string; readonly organisation_id: number | null; readonly addresses: readonly { readonly kind: string; readonly address: string; readonly verified: boolean }[] }
export interface Line extends Person { readonly organisation: string | null; readonly tags: readonly string[]; readonly tickets: number; readonly last_at: string | null; readonly fields: FieldValues }
export interface CustomerPageOf { readonly customers: readonly Line[]; readonly has_more: boolean; readonly count?: number; readonly is_more?: boolean }
export const NOBODY: Filter = { match: "all", conditions: [] };

const NUMBER = ["at_least", "at_most"];
const PAST = ["within_days", "not_within_days"];
export const OPS: Readonly<Record<string, readonly string[]>> = {
  name: ["contains", "empty", "not_empty"],
  language: ["is", "is_not"],
  organisation: ["empty", "not_empty"],
  tag: ["is", "is_not"],
  channel: ["is", "is_not"],
  address: ["has", "has_not"],
  blocked: ["yes", "no"],
  created: PAST,
  tickets: NUMBER,
  open_tickets: NUMBER,
  last_ticket: PAST,
  rating_last: NUMBER,
  rating_average: NUMBER,
  outside_count: NUMBER,
  outside_sum: NUMBER,
  outside_last: PAST,
  date: ["next_days"],
};
export const CUSTOM_OPS = ["is", "is_not", "contains", "at_least", "at_most", "empty", "not_empty"] as const;
export const WITHOUT_VALUE: ReadonlySet<string> = new Set(["empty", "not_empty", "yes", "no"]);
export const OUTSIDE_KINDS = ["purchase", "payment", "refund", "call", "visit"] as const;
export const DATE_KINDS = ["birthday", "contract_end", "other"] as const;

export function opsOf(field: string): readonly string[] {
  return field.startsWith("fields.") ? CUSTOM_OPS : (OPS[field] ?? []);
}

/** A condition of a field as it begins. */
export function firstCondition(field: string): Condition {
  const op = opsOf(field)[0]!;
  const value = WITHOUT_VALUE.has(op) ? undefined : op === "is" || op === "is_not" || op === "has" || op === "has_not" ? (field.startsWith("fields.") ? "" : []) : op === "contains" ? "" : op.endsWith("days") ? 30 : 1;
  return { field, op, ...(value !== undefined && { value }), ...(field === "outside_sum" && { currency: "EUR" }) };
}

/** Whether a condition says enough to be asked for. */
export function isWhole({ op, value, field, currency }: Condition): boolean {
  if (field === "outside_sum" && !/^[A-Z]{3}$/.test(currency ?? "")) return false;
  if (WITHOUT_VALUE.has(op)) return true;
  if (Array.isArray(value)) return value.length > 0;
  return value !== undefined && value !== "" && !Number.isNaN(value);
}
