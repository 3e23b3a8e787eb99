/** What the visitor filled in and agreed to: sent with each message until the desk has taken one. */

import { signal } from "@preact/signals";
import type { Answers } from "../state/protocol";
import { box } from "./channel";

const name = "answers";

export const answers = signal(read());

export function keepAnswers(given: Answers | null): void {
  if (given ?? box.get(name)) box.set(name, given && JSON.stringify(given));
  answers.value = given ?? {};
}

function read(): Answers {
  try {
    return JSON.parse(box.get(name) ?? "{}") as Answers;
  } catch {
    return {};
  }
}
