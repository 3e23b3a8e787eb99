/** Why the desk did not take a message, and what can be done: send again, take back to change, remove. */

import type { RefusalCode } from "../state/protocol";
import type { Said } from "../state/timeline";
import { draft, setDraft } from "../store/draft";
import { dropLetter, writeAgain } from "../store/desk";
import { focusWanted } from "../store/host";
import { say } from "./texts";

const worthRepeating: readonly RefusalCode[] = ["too_many", "invalid", "consent", "form", "identity"];

export function Refusal({ row, code }: { row: Said; code: RefusalCode }) {
  function edit() {
    setDraft([draft.peek(), row.text].filter(Boolean).join("\n"));
    dropLetter(row.key);
    focusWanted.value++;
  }

  return (
    <div class="refusal">
      <p>{say.value(`refused_${code}`)}</p>
      {worthRepeating.includes(code) && <button type="button" class="link" onClick={() => writeAgain(row.key)}>{say.value("again")}</button>}
      {row.text && <button type="button" class="link" onClick={edit}>{say.value("edit")}</button>}
      <button type="button" class="link" onClick={() => dropLetter(row.key)}>{say.value("remove")}</button>
    </div>
  );
}
