/** The channel's words of welcome, in the visitor's language; not a message, nothing is stored. */

import { config } from "../store/settings";
import { locale, t } from "../words/words";

export function Greeting() {
  if (!config.value) return null;
  const text = config.value.greeting[locale.value] || t.value("greeting");
  return (
    <div class="said" data-from="agent" data-first data-last>
      <p class="author">{config.value.name || t.value("agent")}</p>
      <div class="text typed" dir="auto">{text}</div>
    </div>
  );
}
