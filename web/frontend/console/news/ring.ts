/** Rings for news as the agent chose, in one tab only, and where nobody looks at any. */
import { signal } from "@preact/signals";
import { api } from "../api";
import { isLookedAtElsewhere } from "./looking";
import { occasionOf, sounds } from "./quiet";
import { claim } from "./rung";
import type { NewsChoices, Rung } from "./types";

const FRESH_MS = 60_000;
/** Browsers seldom let a page sound that was never touched: one that was goes first. Timers of hidden tabs may be a second late. */
const UNTOUCHED_MS = 2_500;

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
  if (heard.length === 0 || (await isLookedAtElsewhere())) return;
  if (!wasTouched()) await new Promise((later) => setTimeout(later, UNTOUCHED_MS));
  if (await claim(heard)) beep();
}

function wasTouched(): boolean {
  return (navigator.userActivation as UserActivation | undefined)?.hasBeenActive ?? true;
}
