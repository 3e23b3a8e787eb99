/** Brings a message before the eyes: on this screen at once, else by its address. */
import { go, route } from "../route";

export function openMessage(ticketId: number, messageId: number): void {
  const element = ticketId === route.value.ticket ? document.querySelector<HTMLElement>(`.timeline [data-message="${messageId}"]`) : null;
  if (element) point(element);
  else go({ ticket: ticketId, message: messageId });
}

export function point(element: HTMLElement): void {
  element.scrollIntoView({ block: "center" });
  element.classList.remove("is-found");
  void element.offsetWidth; // so that the mark begins anew
  element.classList.add("is-found");
}
