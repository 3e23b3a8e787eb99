/** What the tour shows, in this order, and where it is on the page. */
import { isNarrow } from "../layout";
import { shownOrder } from "../order_hold";
import { go, route } from "../route";
import type { Key } from "../text";

export interface Step {
  readonly title: Key;
  readonly text: Key;
  /** The first of these that is on the page; where none is, the tour only speaks. */
  readonly shows: readonly string[];
  /** What to do before, so that there is something to show. */
  readonly prepare: () => void;
}

export const STEPS: readonly Step[] = [
  { title: "tour.list", text: "tour.list_text", shows: [".list-pane"], prepare: toList },
  { title: "tour.views", text: "tour.views_text", shows: [".phone-nav", ".sidebar .views"], prepare: toList },
  { title: "tour.ticket", text: "tour.ticket_text", shows: [".timeline", ".ticket-pane"], prepare: toTicket },
  { title: "tour.composer", text: "tour.composer_text", shows: [".composer"], prepare: toTicket },
  { title: "tour.find", text: "tour.find_text", shows: [".phone-nav", ".search-button"], prepare: toList },
];

function toList(): void {
  if (route.value.page !== null) go({});
  if (isNarrow.value && route.value.ticket !== null) go({ ticket: null });
}

function toTicket(): void {
  const first = shownOrder.value.ids[0];
  if (route.value.ticket === null && first !== undefined) go({ ticket: first });
}

/** Where the thing that a step shows is now; null while it is not to be seen. */
export function placeOf(step: Step): DOMRect | null {
  for (const shown of step.shows) {
    const rect = document.querySelector(shown)?.getBoundingClientRect();
    if (rect && rect.width > 0 && rect.height > 0) return rect;
  }
  return null;
}
