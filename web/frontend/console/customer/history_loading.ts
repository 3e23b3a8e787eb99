/** Pages of a customer's one history, both ways. */
import { signal } from "@preact/signals";
import { againLater } from "../again";
import { change, load } from "../live";
import { route } from "../route";
import { state } from "../session";
import { forgetHistory, loadHistory } from "../store/load";
import type { HistoryAnswer } from "../store/types";

export const historyError = signal<unknown>(null);
let running = false;

/** Start around a message, so that the ticket at hand is in the middle. */
export async function openHistory(customerId: number, around: number | null): Promise<void> {
  await fetchPage(customerId, around === null ? "" : `around=${around}&`, "around");
}

export async function extendHistory(customerId: number, side: "before" | "after"): Promise<void> {
  const messages = state.value.histories.get(customerId)?.messages ?? [];
  const edge = side === "before" ? messages[0] : messages.at(-1);
  if (!edge || running) return;
  await fetchPage(customerId, `${side}=${edge.id}&`, side);
}

/** The answer may come when somebody else is on the screen. */
function isShown(customerId: number): boolean {
  const ticketId = route.peek().ticket ?? 0;
  return (state.peek().tickets.get(ticketId)?.customerId ?? state.peek().rows.get(ticketId)?.customer.id) === customerId;
}

/** Nobody looks at it any more. */
export function closeHistory(customerId: number): void {
  if (state.peek().histories.has(customerId)) change((now) => forgetHistory(now, customerId));
}

async function fetchPage(customerId: number, query: string, side: "around" | "before" | "after"): Promise<void> {
  running = true;
  historyError.value = null;
  try {
    await load<HistoryAnswer>(`/api/customers/${customerId}/history?${query}limit=50`, (now, answer) => (isShown(customerId) ? loadHistory(now, customerId, { answer, side }) : now));
  } catch (error) {
    historyError.value = error;
    if (side === "around") againLater(error, () => historyError.peek() === error, () => void fetchPage(customerId, query, side));
  } finally {
    running = false;
  }
}
