/** An agent is typing; shown, not announced. */

import { typist } from "../store/typing";
import { t } from "../words/words";

export function TypingLine() {
  const name = typist.value;
  return (
    <p class="typing">
      {name !== null && (
        <>
          <span class="dots" aria-hidden="true"><i /><i /><i /></span>
          {t.value("typing", { name: name || t.value("agent") })}
        </>
      )}
    </p>
  );
}
