/** Reply or note: which box is open, and how others ask for it to have the cursor. */
import { signal } from "@preact/signals";
import type { DraftMode } from "../store/types";

export const mode = signal<DraftMode>("reply");
export const focusAsked = signal(0);

export function focusComposer(next: DraftMode): void {
  mode.value = next;
  focusAsked.value++;
}
