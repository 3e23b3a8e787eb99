/** The channel's words of welcome, in the visitor's language; not a message, nothing is stored. */

import { config, worded } from "../store/settings";
import { t } from "../words/words";

export function Greeting() {
  if (!config.value) return null;
  const text = worded(config.value.greeting) || t.value("greeting");
  const intro = worded(config.value.texts?.intro);
  return (
    <div class="said" data-from="agent" data-first data-last>
      <p class="author">{config.value.name || t.value("agent")}</p>
      <div class="text typed" dir="auto">{text}</div>
      {intro && <div class="text typed" dir="auto">{intro}</div>}
    </div>
  );
}
