/** What had the focus may be gone with its screen: whoever works by keyboard goes on where the desk goes on. */
import { effect } from "@preact/signals";
import { route } from "./route";

const PLACES = [".timeline", ".list", ".settings-nav [aria-current]", ".sidebar .view-link[aria-current]", ".list-pane .only-narrow"];

let hadFocus = false;

/** Follow every change of screen; before anything had the focus there is nothing to lose. */
export function startFocus(): void {
  addEventListener("focusin", () => (hadFocus = true));
  effect(() => {
    // a ticket on its way takes the focus itself, once its messages are there
    if (route.value.ticket === null || route.value.page !== null) setTimeout(takeLostFocus);
  });
}

/** Put the focus where reading goes on, unless something that is seen has it. */
export function takeLostFocus(): void {
  const focused = document.activeElement;
  if (!hadFocus || (focused && focused !== document.body && focused.getClientRects().length > 0)) return;
  for (const place of PLACES) {
    const element = document.querySelector<HTMLElement>(place);
    element?.focus({ preventScroll: true });
    if (element && document.activeElement === element) return;
  }
}
