/** Fetches the order of the view on the screen, and rows as they come into the window. */
import { effect, signal, untracked } from "@preact/signals";
import { whenIdle } from "../../shared/idle";
import { againLater } from "../again";
import { api, Problem } from "../api";
import { load, onRefetch } from "../live";
import { growHeld } from "../order_hold";
import { route } from "../route";
import { state } from "../session";
import { loadList, loadPart, loadRows } from "../store/load";
import { orderOf, type Place } from "../store/order";
import { listKey, type List } from "../store/state";
import type { ListAnswer, Row } from "../store/types";
import { restMs } from "./progress";

const FIRST_PART = 100;
const PART = 2_000;
/** So much of a list comes without pauses: whoever opens a ticket somewhere in it finds its neighbours fetched ahead. */
const AT_ONCE = 10_000;
/** Nobody scrolls further. */
const MOST = 200_000;
const ROWS_AT_ONCE = 100;
const ROWS_AFTER_MS = 40;
const RETRY_ROWS_MS = 3_000;

export const listError = signal<unknown>(null);
const asked = new Set<number>();
let loading: AbortController | null = null;
let stopGoingOn = (): void => undefined;
let isGoingOn = false;
let isResting = false;
let drawnTo = 0;
let tookMs = 0;
let rowTimer: ReturnType<typeof setTimeout> | undefined;

export function startLists(): void {
  effect(() => {
    const { view, sort } = route.value;
    if (!state.peek().lists.has(listKey(view, sort))) void fetchList(view, sort);
    else untracked(goOnSoon);
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
    const known = state.peek().lists.get(listKey(view, sort))?.order.ids.length ?? 0;
    await load<ListAnswer>(listPath(view, sort, known), loadList, loading.signal);
    goOnSoon();
  } catch (error) {
    if (error instanceof Problem && error.code === "aborted") return;
    listError.value = error;
    againLater(error, () => listError.peek() === error, retryList);
  }
}

/** The first part is short, so that nobody waits for it; the rest comes while the page has nothing else to do. What is `known` is asked for again as far as a part goes. */
export function listPath(view: string, sort: string, known = 0): string {
  const limit = Math.max(FIRST_PART, Math.min(known, PART));
  return `/api/tickets?${new URLSearchParams({ view, sort, limit: String(limit) })}`;
}

/** At once what somebody is about to see; the rest with pauses, so that the desk answers them first. */
function goOnSoon(): void {
  stopGoingOn();
  isResting = !isWantedNow();
  const start = (): void => {
    isResting = false;
    stopGoingOn = whenIdle(() => void goOn());
  };
  if (!isResting) return start();
  const timer = setTimeout(start, restMs(tookMs));
  stopGoingOn = () => clearTimeout(timer);
}

/** The list is drawn up to here: what follows soon is fetched without a pause. */
export function wantUpTo(count: number): void {
  drawnTo = count;
  if (isResting && isWantedNow()) goOnSoon();
}

function isWantedNow(): boolean {
  const { view, sort } = route.peek();
  const known = state.peek().lists.get(listKey(view, sort))?.order.ids.length ?? 0;
  return known < Math.max(AT_ONCE, drawnTo + FIRST_PART);
}

/** Fetch the next part of the list on the screen that is still missing. */
async function goOn(): Promise<void> {
  const { view, sort } = route.peek();
  const list = state.peek().lists.get(listKey(view, sort));
  const stop = loading?.signal;
  if (isGoingOn || !list?.cut || list.order.ids.length >= MOST || stop?.aborted) return;
  isGoingOn = true;
  try {
    const began = performance.now();
    await fetchPart(list, list.cut, stop);
    tookMs = performance.now() - began;
    isGoingOn = false;
    goOnSoon();
  } catch {
    isGoingOn = false;
    if (!stop?.aborted) setTimeout(goOnSoon, RETRY_ROWS_MS);
  }
}

async function fetchPart({ view, sort }: List, cut: Place, stop: AbortSignal | undefined): Promise<void> {
  const behind = new URLSearchParams({ view, sort, limit: String(PART), after_id: String(cut[0]), after_key: String(cut[1]) });
  const answer = await load<ListAnswer>(`/api/tickets?${behind}`, (now, part) => loadPart(now, part, cut), stop);
  if (answer.order.length > 0) growHeld(listKey(view, sort), orderOf(answer.order));
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
