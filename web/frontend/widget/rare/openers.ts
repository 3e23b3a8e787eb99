/** Waits for the page and the time at which the desk begins; once per message while the page lives, never while the chat is open. */

import { effect } from "@preact/signals";
import { applies } from "../state/openers";
import { box } from "../store/channel";
import { hasToken } from "../store/desk";
import { tellHost } from "../store/host";
import { opener } from "../store/opener";
import { config, isOpen, page, type Opener } from "../store/settings";

const dismissed = new Set<string>();
let isWaiting = false;

export function waitFor(): void {
  if (isWaiting) return;
  isWaiting = true;
  effect(() => {
    const url = page.value?.url ?? "";
    if (isOpen.value) return close();
    const timers = (config.value?.proactive ?? [])
      .filter((rule) => !isDone(rule) && applies(rule, { url, isReturning: hasToken(), isOpenNow: config.value?.hours?.open ?? config.value?.online ?? false }))
      .map((rule) => setTimeout(() => !opener.peek() && !isDone(rule) && !isOpen.peek() && (opener.value = rule), rule.after_s * 1_000));
    return () => timers.forEach(clearTimeout);
  });
}

/** Take it away, and not show it again: kept for later visits when the visitor said so. */
export function dismiss(isForGood: boolean): void {
  const { id } = opener.peek() ?? {};
  if (id) dismissed.add(id);
  if (id && isForGood) box.set(`opener:${id}`, "1");
  opener.value = null;
  tellHost({ t: "peek", n: 0 });
}

function close(): void {
  if (opener.peek()) dismiss(false);
}

function isDone({ id }: Opener): boolean {
  return dismissed.has(id) || box.get(`opener:${id}`) !== null;
}
