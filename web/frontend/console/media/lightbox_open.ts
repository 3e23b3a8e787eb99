/** Which pictures are looked at in large, and at which one. */
import { signal } from "@preact/signals";
import type { Attachment } from "../store/types";

export interface Shown {
  readonly pictures: readonly Attachment[];
  readonly at: number;
}

export const lightbox = signal<Shown | null>(null);

/** With a modifier key or another button a picture opens as any link does. */
export function openPicture(event: MouseEvent, shown: Shown): void {
  if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  lightbox.value = shown;
}
