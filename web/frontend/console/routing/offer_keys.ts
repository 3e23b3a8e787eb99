/** Shift+Y and Shift+X answer the offer that runs out first, except while somebody writes. */
import { preferences } from "../session";
import { accept, decline, offers } from "./at_hand";

const FIELDS = "input, textarea, select, [contenteditable]";

export function startOfferKeys(): void {
  addEventListener("keydown", (event) => {
    const [first] = offers.value;
    if (!first || !preferences.value.shortcuts || !event.shiftKey || event.ctrlKey || event.metaKey || event.altKey) return;
    if ((event.target as Element).closest(FIELDS) || document.querySelector("dialog[open]")) return;
    if (event.code !== "KeyY" && event.code !== "KeyX") return;
    event.preventDefault();
    void (event.code === "KeyY" ? accept(first) : decline(first));
  });
}
