/** The one request before the visitor acts. */

import { plain } from "./dom";

export interface Settings {
  readonly colors?: { accent?: string };
  readonly position?: string;
}

const tries = 3;

/** Ask the desk how the launcher looks; no answer means no launcher yet, a refusal means none at all. */
export function loadSettings(chat: string, then: (settings: Settings) => void, tried = 0): void {
  fetch(chat + "/config", plain<RequestInit>({ credentials: "omit" }))
    .then((answer) => (answer.ok ? answer.json() : answer.status < 500 ? null : Promise.reject()))
    .catch(() => {
      if (tried < tries) setTimeout(() => loadSettings(chat, then, tried + 1), 2_000 * 2 ** tried);
    })
    .then((settings?: Settings | null) => settings && then(settings));
}
