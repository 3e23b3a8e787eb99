/** What the visitor filled in and agreed to: sent with each message until the desk has taken one. */

import { signal } from "@preact/signals";
import type { Answers } from "../state/protocol";
import { box } from "./channel";

const name = "answers";

export const answers = signal(read());
/** What the page, or an answer the desk did not take, says is in the form to begin with. */
export const prefilled = signal<Readonly<Record<string, unknown>>>({});

export function keepAnswers(given: Answers | null): void {
  if (given ?? box.get(name)) box.set(name, given && JSON.stringify(given));
  answers.value = given ?? {};
}

/** Take over what another tab has filled in; false when there is nothing (any more). */
export function readAnswers(): boolean {
  const isThere = box.get(name) !== null;
  if (isThere) answers.value = read();
  return isThere;
}

/** Fill the form in once more: the desk asks for something else than we knew. */
export function askAgain(): void {
  prefilled.value = { ...prefilled.peek(), ...answers.peek().form };
  keepAnswers(null);
}

function read(): Answers {
  try {
    return JSON.parse(box.get(name) ?? "{}") as Answers;
  } catch {
    return {};
  }
}
