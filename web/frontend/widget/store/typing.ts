/** Typing both ways: told at most every 3 s, believed for 6 s. */

import { signal } from "@preact/signals";
import { onFrame, tellTyping } from "./desk";
import { onNews } from "./news";
import { current } from "./view";

const tellEveryMs = 3_000;
const believeMs = 6_000;

/** The agent who is typing ("" when the desk does not say who), and where; or null. */
export const typist = signal<{ readonly name: string; readonly ticket: number | undefined } | null>(null);

let expiry: ReturnType<typeof setTimeout> | undefined;
let toldAt = 0;

export function followTyping(): void {
  onFrame((frame) => {
    if (frame.t === "typing") believe(frame.on ? { name: frame.agent ?? "", ticket: frame.ticket } : null);
  });
  onNews((event) => {
    if (event.message?.from === "agent") believe(null);
  });
}

/** Tell that the visitor is writing; an empty box means that they are not. */
export function typed(text: string): void {
  if (text === "") return stopTyping();
  if (Date.now() - toldAt < tellEveryMs) return;
  toldAt = Date.now();
  tellTyping(true, current.peek());
}

export function stopTyping(): void {
  if (toldAt === 0) return;
  toldAt = 0;
  tellTyping(false, current.peek());
}

function believe(who: typeof typist.value): void {
  clearTimeout(expiry);
  typist.value = who;
  if (who) expiry = setTimeout(() => (typist.value = null), believeMs);
}
