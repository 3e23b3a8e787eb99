/** Time left to the next target: sign, time and colour; never colour alone. */
import { Icon } from "../parts/icon";
import { now } from "../session";
import { isActive } from "../store/views";
import type { Row } from "../store/types";
import { t, when } from "../text";

const SOON_MS = 15 * 60_000;

export function Due({ row }: { row: Row }) {
  if (row.next_due_at === null || !isActive(row.category)) return null;
  const left = Date.parse(row.next_due_at) - now.value;
  const tone = left < 0 ? "late" : left < SOON_MS ? "soon" : "fine";
  const text = left < 0 ? `+${when.span(-left)}` : when.span(left);
  return (
    <span class={`due due-${tone}`} title={t("due.title", { time: when.full(row.next_due_at) })}>
      <Icon name={left < 0 ? "alert" : "clock"} size={12} label={t(left < 0 ? "due.late" : "due.left")} />
      {text}
    </span>
  );
}
