/** Keeps a scrolling box at its end, or at the reader's place while earlier messages come in above. */

import { useSignal, type Signal } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { machine } from "../store/desk";

const nearPx = 48;

export interface Follow {
  readonly isAtEnd: Signal<boolean>;
  toEnd(): void;
  /** What comes next comes in above: stay where the reader is. */
  holdPlace(): void;
}

export function useFollow(box: { readonly current: HTMLElement | null }): Follow {
  const isAtEnd = useSignal(true);
  const held = useRef<number | null>(null);
  const letters = machine.value.outbox.length;

  function place() {
    const element = box.current;
    if (!element) return;
    if (held.current !== null) element.scrollTop = element.scrollHeight - held.current;
    else if (isAtEnd.peek()) element.scrollTop = element.scrollHeight;
  }

  function toEnd() {
    held.current = null;
    isAtEnd.value = true;
    place();
  }

  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const noteScroll = () => {
      if (!element.clientHeight) return; // hidden: nothing the reader did
      held.current = null;
      isAtEnd.value = element.scrollHeight - element.scrollTop - element.clientHeight < nearPx;
    };
    const watch = new ResizeObserver(place);
    watch.observe(element);
    for (const child of element.children) watch.observe(child);
    element.addEventListener("scroll", noteScroll, { passive: true });
    return () => {
      watch.disconnect();
      element.removeEventListener("scroll", noteScroll);
    };
  }, []);

  useLayoutEffect(place);
  useLayoutEffect(() => {
    if (letters) toEnd(); // what one has written oneself, one wants to see
  }, [letters]);

  return {
    isAtEnd,
    toEnd,
    holdPlace() {
      const element = box.current;
      if (element) held.current = element.scrollHeight - element.scrollTop;
    },
  };
}
