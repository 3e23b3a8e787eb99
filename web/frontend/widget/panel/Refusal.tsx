/** Why the desk did not take a message, and what can be done: send again, take back to change, remove. */

import type { RefusalCode } from "../state/protocol";
import type { Said } from "../state/timeline";
import { draft, setDraft } from "../store/draft";
import { dropLetter, writeAgain } from "../store/desk";
import { focusWanted } from "../store/host";
import { t } from "../words/words";

const worthRepeating: readonly RefusalCode[] = ["too_many", "invalid", "consent", "form", "identity"];

export function Refusal({ row, code }: { row: Said; code: RefusalCode }) {
  function edit() {
    setDraft([draft.peek(), row.text].filter(Boolean).join("\n"));
    dropLetter(row.key);
    focusWanted.value++;
  }

  return (
    <div class="refusal">
      <p>{t.value(`refused_${code}`)}</p>
      {worthRepeating.includes(code) && <button type="button" class="link" onClick={() => writeAgain(row.key)}>{t.value("again")}</button>}
      {row.text && <button type="button" class="link" onClick={edit}>{t.value("edit")}</button>}
      <button type="button" class="link" onClick={() => dropLetter(row.key)}>{t.value("remove")}</button>
    </div>
  );
}
