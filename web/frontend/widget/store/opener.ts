/** A message the desk begins with: the rules and its looks come only where the channel has any. */

import { effect, signal } from "@preact/signals";
import { rare } from "../panel/screens";
import { config, isOpen, type Opener } from "./settings";

const soonMs = 2_000;

export const opener = signal<Opener | null>(null);

export function followOpeners(): void {
  effect(() => {
    if (isOpen.value) setTimeout(() => void rare().catch(() => {}), soonMs); // there before the network goes
    if (config.value?.proactive?.length && !isOpen.value && window.parent !== window) void rare().then(({ waitFor }) => waitFor());
  });
}
