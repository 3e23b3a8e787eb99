/** Rings for news as the agent chose, in one tab only. */
import { signal } from "@preact/signals";
import { readStored, writeStored } from "../../shared/dom";
import { api } from "../api";
import { occasionOf, sounds } from "./quiet";
import type { NewsChoices, Rung } from "./types";

const KEY = "helpdesk.rung";
/** The same news comes to every tab, and as an event and a notification within seconds. */
const ONCE_WITHIN_MS = 15_000;
const FRESH_MS = 60_000;
const MOST = 50;

export const choices = signal<NewsChoices | null>(null);
let fetchedAt = 0;

export function learned(found: NewsChoices): void {
  choices.value = found;
  fetchedAt = Date.now();
}

export async function ring(all: readonly Rung[], beep: () => void): Promise<void> {
  if (Date.now() - fetchedAt > FRESH_MS) await api<NewsChoices>("GET", "/api/news/choices").then(learned).catch(() => undefined);
  const chosen = choices.peek();
  const now = Date.now();
  const heard = all.filter(({ kind }) => !chosen || sounds(chosen, kind, now)).map(occasionOf);
  if (heard.length > 0 && (await isFirst(heard))) beep();
}

async function isFirst(occasions: readonly string[]): Promise<boolean> {
  const claim = (): boolean => {
    const now = Date.now();
    const rung = Object.entries(readStored<Record<string, number>>(KEY) ?? {}).filter(([, at]) => now - at < ONCE_WITHIN_MS);
    const known = new Set(rung.map(([name]) => name));
    writeStored(KEY, Object.fromEntries([...rung, ...occasions.map((name) => [name, now] as const)].slice(-MOST)));
    return occasions.some((name) => !known.has(name));
  };
  const locks = navigator.locks as LockManager | undefined;
  return locks ? locks.request(KEY, claim) : claim();
}
