/** Finding in the ticket at hand: on which ticket the field is open. */
import { signal } from "@preact/signals";
import { ticketAtHand } from "../commands";

export const findingIn = signal<number | null>(null);

export function findAtHand(): void {
  const row = ticketAtHand();
  if (!row) return;
  findingIn.value = row.id;
  document.getElementById("find")?.focus();
}
