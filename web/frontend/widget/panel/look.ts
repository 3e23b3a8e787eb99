/** Notes which messages are in view: only in an open panel of a visible page, and only those really on screen. */

import { useEffect, useRef } from "preact/hooks";
import { markViewed } from "../store/desk";
import { isOpen } from "../store/settings";

const enoughPx = 24;

/** Return a function to call whenever what is in view may have changed. */
export function useLook(box: { readonly current: HTMLElement | null }): () => void {
  const asked = useRef(0);

  function look() {
    if (asked.current) return;
    asked.current = requestAnimationFrame(() => {
      asked.current = 0;
      if (box.current && isOpen.peek() && document.visibilityState === "visible") markInView(box.current);
    });
  }

  useEffect(() => {
    const stop = isOpen.subscribe(look);
    document.addEventListener("visibilitychange", look);
    return () => {
      stop();
      document.removeEventListener("visibilitychange", look);
    };
  }, []);

  return look;
}

function markInView(box: HTMLElement): void {
  const frame = box.getBoundingClientRect();
  if (!frame.height) return;
  const furthest = new Map<number, number>();
  for (const message of box.querySelectorAll<HTMLElement>("[data-seq]")) {
    const place = message.getBoundingClientRect();
    const isInView = place.bottom > frame.top && Math.min(place.bottom, place.top + enoughPx) <= frame.bottom;
    if (isInView) furthest.set(Number(message.dataset["ticket"]), Number(message.dataset["seq"]));
  }
  for (const [ticket, seq] of furthest) markViewed(ticket, seq);
}
