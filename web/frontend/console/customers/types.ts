/** What the server tells about the client base. */
import type { Promised } from "../writing/types";
import type { Customer } from "../store/types";

export type FieldKind = "text" | "number" | "date" | "yes_no" | "choice" | "several";
export type FieldEntity = "customer" | "organisation" | "ticket";
export type Labels = Readonly<Record<string, string>>;
export interface FieldChoice { readonly key: string; readonly labels: Labels }
export interface CustomField {
  readonly id: number;
  readonly entity: FieldEntity;
  readonly key: string;
  readonly kind: FieldKind;
  readonly labels: Labels;
  readonly choices: readonly FieldChoice[];
  readonly is_required: boolean;
  readonly position: number;
  readonly archived_at: string | null;
}
export type FieldValue = string | number | boolean | readonly string[] | null;
export type FieldValues = Readonly<Record<string, FieldValue>>;

export interface Note { readonly id: number; readonly text: string; readonly is_pinned: boolean; readonly author: string | null; readonly agent_id: number | null; readonly created_at: string; readonly edited_at: string | null }
export interface ImportantDate { readonly id: number; readonly kind: string; readonly label: string; readonly day: string; readonly is_yearly: boolean; readonly next_on: string | null; readonly remind_days: number | null; readonly remind_on: string | null; readonly agent_id: number | null; readonly team_id: number | null }
export interface Sum { readonly kind: string; readonly currency: string; readonly count: number; readonly amount_minor: number | null; readonly last_at: string }
export interface Merged { readonly id: number; readonly name: string; readonly merged_at: string }
export interface Profile extends Customer {
  readonly time_zone: string;
  readonly merged_into_id: number | null;
  readonly notes: readonly Note[];
  readonly dates: readonly ImportantDate[];
  readonly promises: readonly Promised[];
  readonly sums: readonly Sum[];
  readonly merged: readonly Merged[];
  readonly suggestions: number;
}
