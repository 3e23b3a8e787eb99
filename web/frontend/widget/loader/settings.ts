/** The one request before the visitor acts. */

import { plain } from "./dom";
import type { Languages } from "./words";

export interface Settings {
  readonly colors: { accent: string; on_accent: string };
  readonly position?: string;
  readonly launcher?: { path?: string; label?: Readonly<Record<string, string>>; side_px?: number; bottom_px?: number };
  readonly theme?: string;
  /** Asked for by its quoted name: the plain one is shortened. */
  readonly words?: Languages;
  /** There are messages the desk may begin with: the frame knows when. */
  readonly proactive?: readonly unknown[];
}

const tries = 3;

/** Ask the desk how the launcher looks; no answer means no launcher yet, a refusal means none at all. */
export function loadSettings(base: string, then: (settings: Settings) => void, tried = 0): void {
  fetch(base + "/config", plain<RequestInit>({ credentials: "omit" }))
    .then((answer) => (answer.ok ? answer.json() : answer.status < 500 ? null : Promise.reject()))
    .catch(() => {
      if (tried < tries) setTimeout(() => loadSettings(base, then, tried + 1), 2_000 * 2 ** tried);
    })
    .then((settings?: Settings | null) => settings && then(settings));
}
