/** The tickets offered to me, and my yes or no. */
import { computed, signal } from "@preact/signals";
import { api, Problem } from "../api";
import { change } from "../live";
import { go } from "../route";
import { myId, rows } from "../session";
import { loadRows } from "../store/load";
import type { Row } from "../store/types";
import { t } from "../text";
import { tell, toast } from "../toasts";

const NEWEST = Number.MAX_SAFE_INTEGER;
const answered = signal<ReadonlySet<string>>(new Set());

/** The first to expire first. */
export const offers = computed(() =>
  [...rows.value.values()]
    .filter((row) => row.offer_until && row.assignee_id === myId() && !answered.value.has(keyOf(row)))
    .sort((one, other) => one.offer_until!.localeCompare(other.offer_until!)),
);

/** The same ticket may be offered again. */
function keyOf({ id, offer_until }: Row): string {
  return `${id} ${offer_until ?? ""}`;
}

export async function fetchOffers(): Promise<void> {
  const answer = await api<{ tickets: Row[] }>("GET", "/api/offers").catch(() => null);
  if (answer && answer.tickets.length > 0) change((now) => loadRows(now, answer.tickets, 0));
}

export async function accept(row: Row): Promise<void> {
  if (await say(row, "acceptance")) go({ ticket: row.id });
}

export async function decline(row: Row): Promise<void> {
  await say(row, "refusal");
}

async function say(row: Row, word: "acceptance" | "refusal"): Promise<boolean> {
  answered.value = new Set([...answered.value, keyOf(row)]);
  try {
    const { ticket } = await api<{ ticket: Row | null }>("PUT", `/api/tickets/${row.id}/${word}`, {});
    if (ticket) change((now) => loadRows(now, [ticket], NEWEST));
    return true;
  } catch (error) {
    if (error instanceof Problem && error.code === "offer_gone") toast(t("offer.gone"), { kind: "error" });
    else {
      answered.value = new Set([...answered.value].filter((key) => key !== keyOf(row)));
      tell(error);
    }
    return false;
  }
}
