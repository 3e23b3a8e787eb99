/** How far an own message has come: a sign and a word. */

import type { Mark } from "../state/timeline";
import { t } from "../words/words";
import { Icon } from "./Icon";

const signs = { waiting: "clock", sending: "clock", sent: "once", delivered: "twice", seen: "twice", refused: "alert" } as const;

export function MarkView({ mark }: { mark: Mark }) {
  return (
    <span class="mark" data-mark={mark}>
      <Icon name={signs[mark]} />
      {t.value(mark)}
    </span>
  );
}
