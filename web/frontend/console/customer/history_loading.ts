/** Pages of a customer's one history, both ways. */
import { signal } from "@preact/signals";
import { againLater } from "../again";
import { load } from "../live";
import { state } from "../session";
import { loadHistory } from "../store/load";
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

async function fetchPage(customerId: number, query: string, side: "around" | "before" | "after"): Promise<void> {
  running = true;
  historyError.value = null;
  try {
    await load<HistoryAnswer>(`/api/customers/${customerId}/history?${query}limit=50`, (now, answer) => loadHistory(now, customerId, { answer, side }));
  } catch (error) {
    historyError.value = error;
    if (side === "around") againLater(error, () => historyError.peek() === error, () => void fetchPage(customerId, query, side));
  } finally {
    running = false;
  }
}
