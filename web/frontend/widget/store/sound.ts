/** A short sound for an answer nobody looks at; never before the visitor has acted, and not when they do not want it. */

import { signal } from "@preact/signals";
import { rare } from "../panel/screens";
import { box } from "./channel";
import { onNews } from "./news";
import { isOpen } from "./settings";

export const isQuiet = signal(box.get("quiet") !== null);

export function beQuiet(quiet: boolean): void {
  isQuiet.value = quiet;
  box.set("quiet", quiet ? "1" : null);
}

export function followSound(): void {
  onNews(({ message }) => {
    if (message?.from !== "agent" || isQuiet.peek() || (isOpen.peek() && document.hasFocus())) return;
    if (navigator.userActivation?.hasBeenActive) void rare().then(({ chime }) => chime()).catch(() => {});
  });
}
