/** Texts of what few visitors need; they follow the panel's language. */

import { effect, signal } from "@preact/signals";
import { translator, type Text, type Translate } from "../../shared/i18n";
import { locale } from "../words/words";
import { en, type RareKey } from "./texts/en";

export type { RareKey };
type Catalogue = Readonly<Record<RareKey, Text>>;

const others: Readonly<Record<string, () => Promise<Catalogue>>> = {
  de: () => import("./texts/de").then(({ de }) => de),
  ru: () => import("./texts/ru").then(({ ru }) => ru),
  uk: () => import("./texts/uk").then(({ uk }) => uk),
};

/** Say something rare: `say.value("rate")`. */
export const say = signal<Translate<RareKey>>(translator(en, "en"));

async function follow(name: string): Promise<void> {
  const catalogue = (await others[name]?.().catch(() => null)) ?? en;
  if (locale.peek() === name) say.value = translator(catalogue, name);
}

let first: Promise<void> | undefined;

export function spoken(): Promise<void> {
  if (!first) effect(() => void (first = follow(locale.value)));
  return first!;
}
