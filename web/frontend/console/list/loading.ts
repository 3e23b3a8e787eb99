/** Fetches the order of the view on the screen, and rows as they come into the window. */
import { effect, signal } from "@preact/signals";
import { api, Problem } from "../api";
import { load, onRefetch } from "../live";
import { route } from "../route";
import { state } from "../session";
import { loadList, loadRows } from "../store/load";
import { listKey } from "../store/state";
import type { ListAnswer, Row } from "../store/types";

const ROWS_AT_ONCE = 100;
const ROWS_AFTER_MS = 40;
const RETRY_ROWS_MS = 3_000;

export const listError = signal<unknown>(null);
const asked = new Set<number>();
let loading: AbortController | null = null;
let rowTimer: ReturnType<typeof setTimeout> | undefined;

export function startLists(): void {
  effect(() => {
    const { view, sort } = route.value;
    if (!state.peek().lists.has(listKey(view, sort))) void fetchList(view, sort);
  });
  onRefetch(() => {
    asked.clear();
    state.value = { ...state.value, lists: new Map([...state.value.lists].filter(([key]) => key === listKey(route.value.view, route.value.sort))) };
    void fetchList(route.value.view, route.value.sort);
  });
}

export function retryList(): void {
  void fetchList(route.value.view, route.value.sort);
}

async function fetchList(view: string, sort: string): Promise<void> {
  loading?.abort();
  loading = new AbortController();
  listError.value = null;
  try {
    await load<ListAnswer>(listPath(view, sort), loadList, loading.signal);
  } catch (error) {
    if (error instanceof Problem && error.code === "aborted") return;
    listError.value = error;
  }
}

export function listPath(view: string, sort: string): string {
  return `/api/tickets?${new URLSearchParams({ view, sort })}`;
}

/** Make sure these rows are there soon. */
export function wantRows(ids: readonly number[]): void {
  for (const id of ids) if (isMissing(id)) asked.add(id);
  if (asked.size > 0) rowTimer ??= setTimeout(() => void fetchRows(), ROWS_AFTER_MS);
}

function isMissing(id: number): boolean {
  return state.peek().rows.get(id)?.read_id === undefined;
}

async function fetchRows(): Promise<void> {
  const ids = [...asked].filter(isMissing).slice(-ROWS_AT_ONCE);
  asked.clear();
  let again = 0;
  try {
    if (ids.length > 0) await load<{ position: number; rows: Row[] }>(`/api/ticket-rows?ids=${ids.join(",")}`, (now, { rows, position }) => loadRows(now, rows.map(withRead), position));
  } catch {
    for (const id of ids) asked.add(id);
    again = RETRY_ROWS_MS;
  }
  rowTimer = asked.size > 0 ? setTimeout(() => void fetchRows(), again) : undefined;
}

function withRead(row: Row): Row {
  return { ...row, read_id: row.read_id ?? 0 };
}

/** Find a ticket by its public number. */
export async function ticketByNumber(number: number): Promise<number> {
  const answer = await api<{ ticket: { id: number } }>("GET", `/api/tickets?number=${number}`);
  return answer.ticket.id;
}
