/** Fetches what is likely to be opened next: the neighbours of the ticket at hand, further in the direction somebody goes, and the row under the pointer. */
import { effect } from "@preact/signals";
import { load } from "../live";
import { activeId } from "../list/navigation";
import { shownOrder } from "../order_hold";
import { afterPaint } from "../parts/later";
import { route } from "../route";
import { connection, tickets } from "../session";
import { loadAhead } from "../store/load";
import type { State } from "../store/state";
import type { TicketAnswer } from "../store/ticket_answer";
import { coming } from "./loading";

/** So many in the direction of travel, and one behind; more are fetched once so few of them are at hand. */
const DEPTH = 7;
const LOW = 5;
/** Whoever has nothing at hand gets the next two first. */
const FIRST = 2;
const HOVER_MS = 65;
/** A ticket on which much happens is not fetched again and again. */
const AGAIN_MS = 5_000;

const asked = new Map<number, number>();
let isRunning = false;
let last: number | null = null;
let direction = 1;
let stop = (): void => undefined;

export function startAhead(): void {
  effect(() => {
    const ids = wanted();
    stop();
    if (ids.length > 0) stop = afterPaint(() => void goOn());
  });
  document.addEventListener("pointerover", hover, { passive: true });
}

/** What to ask for in one request; a ticket that is on its way to the screen comes first, by itself. */
function wanted(): number[] {
  const { ticket, page } = route.value;
  const { ids } = shownOrder.value;
  const at = ids.indexOf(ticket ?? activeId.value ?? -1);
  if (page !== null || connection.value !== "live" || (ticket !== null && !tickets.value.has(ticket))) return [];
  follow(ticket, at, ids);
  const near = at < 0 ? [0] : ticket === null ? [at, at + 1] : steps().map((step) => at + step);
  const missing = near.map((place) => ids[place]).filter((id): id is number => id !== undefined && isMissing(id));
  const isEnough = missing.length > 0 && ticket !== null && near.slice(0, LOW).every((place) => ids[place] === undefined || !isMissing(ids[place]!));
  return isEnough ? [] : missing.slice(0, isMissing(ids[near[0]!] ?? -1) ? FIRST : DEPTH + 1);
}

function steps(): number[] {
  const ahead = Array.from({ length: DEPTH }, (_, step) => direction * (step + 1));
  return [...ahead.slice(0, LOW), -direction, ...ahead.slice(LOW)];
}

/** One step back turns round; a jump goes on downwards. */
function follow(ticket: number | null, at: number, ids: Float64Array): void {
  if (ticket === last) return;
  direction = at >= 0 && ids[at + 1] === last ? -1 : 1;
  last = ticket;
}

function isMissing(id: number): boolean {
  return id >= 0 && !tickets.peek().has(id) && (asked.get(id) ?? -AGAIN_MS) + AGAIN_MS < performance.now();
}

async function goOn(): Promise<void> {
  if (isRunning || document.visibilityState !== "visible") return;
  isRunning = true;
  try {
    for (let ids = wanted(); ids.length > 0; ids = wanted()) await fetchAll(ids);
  } finally {
    isRunning = false;
  }
}

async function fetchAll(ids: readonly number[]): Promise<void> {
  for (const id of ids) (asked.delete(id), asked.set(id, performance.now()));
  for (const old of asked.keys()) if (asked.size > 100) asked.delete(old);
  const answer = load<{ position: number; tickets: TicketAnswer[] }>(`/api/tickets/ahead?ids=${ids.join(",")}`, (now, found) => found.tickets.reduceRight(taken, now)).catch(() => undefined);
  for (const id of ids) coming.set(id, answer);
  await answer;
  for (const id of ids) if (coming.get(id) === answer) coming.delete(id);
}

/** Changed meanwhile, the answer is no longer true; lent, nobody tells of its changes; there already, it is followed. */
function taken(now: State, answer: TicketAnswer): State {
  const { id, version } = answer.ticket;
  const isOld = (now.rows.get(id)?.version ?? 0) > version;
  return isOld || answer.read_only || now.tickets.has(id) ? now : loadAhead(now, answer, route.peek().ticket);
}

function hover(event: PointerEvent): void {
  const row = event.pointerType === "touch" ? null : (event.target as Element).closest?.(".row[id^=row-]");
  const id = Number(row?.id.slice(4));
  if (!row || !isMissing(id)) return;
  const rests = setTimeout(() => void (coming.has(id) || fetchAll([id])), HOVER_MS);
  row.addEventListener("pointerleave", () => clearTimeout(rests), { once: true });
}
