/** Which side panels are open, and the wide or narrow page. */
import { effect, signal } from "@preact/signals";
import { readStored, writeStored } from "../shared/dom";

const KEY = "helpdesk.panel";

export const isSidebarOpen = signal(false);
/** The customer panel: on wide pages as the agent left it, on narrow ones closed at first. */
export const isPanelOpen = signal(matchMedia("(min-width: 1200px)").matches && readStored<boolean>(KEY) !== false);

let isFirst = true;
effect(() => {
  const isOpen = isPanelOpen.value;
  if (!isFirst && matchMedia("(min-width: 1200px)").matches) writeStored(KEY, isOpen);
  isFirst = false;
});
