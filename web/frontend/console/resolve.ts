/** Resolve, then go where the agent's setting says: the next ticket, the list, or stay. */
import { resolveTicket } from "./actions";
import { ticketAfter } from "./list/navigation";
import { go, route } from "./route";
import { preferences } from "./session";

export async function resolveAndGoOn(id: number, { next = preferences.value.after_resolve } = {}): Promise<void> {
  const after = ticketAfter(id);
  const wait = resolveTicket(id);
  leave(id, { next, after });
  if (!(await wait) && route.value.ticket !== id) go({ ticket: id });
}

/** Leave a ticket that is being resolved. */
export function leave(id: number, { next, after }: { next: "next" | "list" | "stay"; after: number | null }): void {
  if (next === "stay" || route.value.ticket !== id) return;
  go({ ticket: next === "next" && after !== id ? after : null });
}
