/** Which side panels are open, and the wide or narrow page. */
import { effect, signal } from "@preact/signals";
import { readStored, writeStored } from "../shared/dom";

const KEY = "helpdesk.panel";

export const isSidebarOpen = signal(false);
const wide = matchMedia("(min-width: 1200px)");
const narrow = matchMedia("(width < 900px)");
/** One pane at a time: phones, and wide pages that are zoomed in. */
export const isNarrow = signal(narrow.matches);
narrow.addEventListener("change", () => (isNarrow.value = narrow.matches));
/** The customer panel: on wide pages as the agent left it, on narrow ones closed at first. */
export const isPanelOpen = signal(asLeft());
// a window made narrow is not covered by it
wide.addEventListener("change", () => (isPanelOpen.value = asLeft()));

let isFirst = true;
effect(() => {
  const isOpen = isPanelOpen.value;
  if (!isFirst && wide.matches) writeStored(KEY, isOpen);
  isFirst = false;
});

function asLeft(): boolean {
  return wide.matches && readStored<boolean>(KEY) !== false;
}
