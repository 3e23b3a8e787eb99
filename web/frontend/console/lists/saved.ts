/** The views people saved: fetched once, and again when somebody changes one. */
import { signal } from "@preact/signals";
import { api } from "../api";
import { onFrames, onRefetch } from "../live";
import { isAdmin, myId } from "../session";
import type { Sort } from "../store/views";
import { savedNames } from "../view_names";

export type Op = "in" | "not_in" | "is" | "is_set" | "before" | "after" | "older_than" | "within" | "contains" | "at_least" | "at_most";
export type Value = string | number | boolean | null;
export interface Condition { field: string; op: Op; values: Value[] }
export interface Group { match: "all" | "any"; conditions: Condition[] }
export interface Filter extends Group { groups: Group[] }
export interface Saved {
  id: number;
  name: string;
  owner_id: number;
  audience: "private" | "team" | "all";
  team_id: number | null;
  filter: Partial<Filter>;
  sort: Sort;
}
export type Draft = Omit<Saved, "id" | "owner_id">;

export const saved = signal<readonly Saved[]>([]);
let isStarted = false;

export function startSaved(): void {
  if (isStarted) return;
  isStarted = true;
  void fetchSaved();
  onRefetch(() => void fetchSaved());
  onFrames((frames) => frames.some(({ t }) => t === "workspace") && void fetchSaved());
}

export function mayChange({ owner_id }: Saved): boolean {
  return owner_id === myId() || isAdmin();
}

export async function fetchSaved(): Promise<void> {
  const views = await api<Saved[]>("GET", "/api/views").catch(() => null);
  if (!views) return;
  saved.value = views;
  savedNames.value = new Map(views.map(({ id, name }) => [`view:${id}`, name]));
}

export async function saveView(id: number | null, { name, audience, team_id, filter, sort }: Draft): Promise<Saved> {
  const body = { name, audience, team_id, filter, sort };
  const view = id === null ? await api<Saved>("POST", "/api/views", body) : await api<Saved>("PUT", `/api/views/${id}`, body);
  await fetchSaved();
  return view;
}

export async function removeView(id: number): Promise<void> {
  await api("DELETE", `/api/views/${id}`);
  await fetchSaved();
}
