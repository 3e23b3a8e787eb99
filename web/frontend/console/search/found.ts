/** What a search found, and what is left of it when one may not see tickets any more. */
import type { Row } from "../store/types";

export interface Found {
  readonly tickets: readonly Row[];
  readonly unknown: readonly string[];
  readonly files: Found["messages"];
  readonly sides?: readonly { side_id: number; ticket_id: number; ticket_number: number; subject: string }[];
  readonly messages: readonly { message_id: number; ticket_id: number; ticket_number: number; snippet: readonly { text: string; hit: boolean }[] }[];
  readonly customers: readonly { id: number; name: string }[];
}

/** The very same where none of it was of these tickets. */
export function withoutTickets(found: Found, gone: ReadonlySet<number>): Found {
  const stays = (hit: { ticket_id: number }): boolean => !gone.has(hit.ticket_id);
  const left = {
    ...found,
    tickets: found.tickets.filter(({ id }) => !gone.has(id)),
    messages: found.messages.filter(stays),
    files: found.files.filter(stays),
    ...(found.sides && { sides: found.sides.filter(stays) }),
  };
  return countOf(left) === countOf(found) ? found : left;
}

export function countOf(found: Found): number {
  return found.tickets.length + found.messages.length + found.files.length + (found.sides?.length ?? 0) + found.customers.length;
}
