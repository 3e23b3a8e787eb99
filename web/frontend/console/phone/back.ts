/** "Back" on a phone closes what lies over the page before it leaves the page. */
import { effect } from "@preact/signals";
import { isNarrow, isPanelOpen, isSidebarOpen } from "../layout";

interface Laid {
  readonly overlay?: boolean;
}

export function startBack(): void {
  let wasOpen = false;
  addEventListener("popstate", onBack);
  effect(() => {
    const isOpen = isNarrow.value && (isPanelOpen.value || isSidebarOpen.value);
    if (isOpen === wasOpen) return;
    wasOpen = isOpen;
    if (isOpen) history.pushState({ overlay: true } satisfies Laid, "", location.href);
    // closed by its own button: what opened it is taken back; gone on from it: the next page stands on top already
    else setTimeout(() => laid() && history.back());
  });
}

function onBack(): void {
  if (isPanelOpen.peek() && isNarrow.peek()) isPanelOpen.value = false;
  else if (isSidebarOpen.peek()) isSidebarOpen.value = false;
}

function laid(): boolean {
  return Boolean((history.state as Laid | null)?.overlay);
}
