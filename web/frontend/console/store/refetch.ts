/** Which frames do not carry all that changed on a ticket, so that it is loaded anew. */
import type { LiveFrame } from "./frames";

const REFETCH = /^(ticket\.(linked|unlinked|merged|unmerged|joined|parted|split|emptied|skills)|thread\.|identity\.)/;

export function wantsRefetch(frame: LiveFrame, ticketId: number | null): boolean {
  return frame.t === "event" && frame.ticket?.id === ticketId && REFETCH.test(frame.kind);
}
