/** Fetches what is likely to be opened next while nobody waits: the neighbours of the ticket at hand, and the row under the pointer. */
import { effect } from "@preact/signals";
import { whenIdle } from "../../shared/idle";
import { load } from "../live";
import { activeId } from "../list/navigation";
import { shownOrder } from "../order_hold";
import { route } from "../route";
import { connection, tickets } from "../session";
import { loadAhead } from "../store/load";
import type { State } from "../store/state";
import type { TicketAnswer } from "../store/ticket_answer";

/** The next two and the one before; what is not there is left out. */
const NEIGHBOURS = [1, -1, 2];
const CALM_MS = 120;
const HOVER_MS = 65;
/** A ticket on which much happens is not fetched again and again. */
const AGAIN_MS = 5_000;

const asked = new Map<number, number>();
let timer: ReturnType<typeof setTimeout> | undefined;
let isRunning = false;

export function startAhead(): void {
  effect(() => {
    const ids = wanted();
    clearTimeout(timer);
    if (ids.length > 0) timer = setTimeout(() => whenIdle(() => void fetchAll(wanted())), CALM_MS);
  });
  document.addEventListener("pointerover", hover, { passive: true });
}

function wanted(): number[] {
  const { ticket, page } = route.value;
  const at = shownOrder.value.ids.indexOf(ticket ?? activeId.value ?? -1);
  // a ticket on its way comes first
  if (page !== null || connection.value !== "live" || (ticket !== null && !tickets.value.has(ticket))) return [];
  const places = at < 0 ? [0] : ticket === null ? [at, at + 1] : NEIGHBOURS.map((step) => at + step);
  return places.map((place) => shownOrder.value.ids[place]).filter((id): id is number => id !== undefined && isMissing(id));
}

function isMissing(id: number): boolean {
  return !tickets.peek().has(id) && (asked.get(id) ?? -AGAIN_MS) + AGAIN_MS < performance.now();
}

async function fetchAll(ids: readonly number[]): Promise<void> {
  if (isRunning || document.visibilityState !== "visible") return;
  isRunning = true;
  try {
    for (const id of ids) if (isMissing(id)) await fetchOne(id);
  } finally {
    isRunning = false;
  }
}

async function fetchOne(id: number): Promise<void> {
  asked.delete(id);
  asked.set(id, performance.now());
  for (const old of asked.keys()) if (asked.size > 100) asked.delete(old);
  await load<TicketAnswer>(`/api/tickets/${id}`, taken).catch(() => undefined);
}

/** Opened meanwhile, it has been asked for by itself; changed meanwhile, the answer is no longer true; lent, nobody tells of its changes. */
function taken(now: State, answer: TicketAnswer): State {
  const { id, version } = answer.ticket;
  const isOld = (now.rows.get(id)?.version ?? 0) > version;
  return isOld || answer.read_only || route.peek().ticket === id ? now : loadAhead(now, answer, route.peek().ticket);
}

function hover(event: PointerEvent): void {
  const row = event.pointerType === "touch" ? null : (event.target as Element).closest?.(".row[id^=row-]");
  const id = Number(row?.id.slice(4));
  if (!row || !isMissing(id)) return;
  const rests = setTimeout(() => void fetchAll([id]), HOVER_MS);
  row.addEventListener("pointerleave", () => clearTimeout(rests), { once: true });
}
