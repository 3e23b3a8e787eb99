/** An agent is typing; shown, not announced. */

import { typist } from "../store/typing";
import { current } from "../store/view";
import { t } from "../words/words";

export function TypingLine() {
  const who = typist.value;
  const isHere = who && (!who.ticket || who.ticket === current.value);
  return (
    <p class="typing">
      {isHere && (
        <>
          <span class="dots" aria-hidden="true"><i /><i /><i /></span>
          {t.value("typing", { name: who.name || t.value("agent") })}
        </>
      )}
    </p>
  );
}
