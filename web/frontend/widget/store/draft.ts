/** The text being written: kept for this tab until it is sent, so that a reload or the next page does not lose it. */

import { signal } from "@preact/signals";
import { channel } from "./channel";

const name = `helpdesk:${channel}:draft`;
const keepAfterMs = 400;

export const draft = signal(read());

let timer: ReturnType<typeof setTimeout> | undefined;

export function setDraft(text: string): void {
  draft.value = text;
  clearTimeout(timer);
  timer = setTimeout(keep, text ? keepAfterMs : 0);
}

function read(): string {
  try {
    return sessionStorage.getItem(name) ?? "";
  } catch {
    return "";
  }
}

function keep(): void {
  try {
    if (draft.peek()) sessionStorage.setItem(name, draft.peek());
    else sessionStorage.removeItem(name);
  } catch {
    // No storage: the text lives as long as the page.
  }
}
