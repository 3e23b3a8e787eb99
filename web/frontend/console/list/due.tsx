/** Time left to the next target, counting down: sign, time and colour; never colour alone. */
import { useEffect, useState } from "preact/hooks";
import { Icon } from "../parts/icon";
import { now } from "../session";
import { spansOf } from "../store/service_level";
import { isActive } from "../store/views";
import type { Row } from "../store/types";
import { t, when } from "../text";

const SOON_MS = 15 * 60_000;
/** So near to the end every second counts. */
const SECONDS_MS = 2 * 60_000;

export function Due({ row }: { row: Row }) {
  if (row.next_due_at === null || !isActive(row.category)) return null;
  return <Countdown dueAt={row.next_due_at} />;
}

function Countdown({ dueAt }: { dueAt: string }) {
  const left = Date.parse(dueAt) - Math.max(now.value, useSeconds(Math.abs(Date.parse(dueAt) - now.value) < SECONDS_MS));
  const tone = left < 0 ? "late" : left < SOON_MS ? "soon" : "fine";
  const text = spansOf(Math.abs(left)).map(when.span).join(" ");
  return (
    <span class={`due due-${tone}`} title={t("due.title", { time: when.moment(dueAt) })}>
      <Icon name={left < 0 ? "alert" : "clock"} size={12} label={t(left < 0 ? "due.late" : "due.left")} />
      {left < 0 ? `+${text}` : text}
    </span>
  );
}

/** The time, every second while that matters; 0 while it does not. */
function useSeconds(isWanted: boolean): number {
  const [at, setAt] = useState(0);
  useEffect(() => {
    if (!isWanted) return setAt(0);
    const timer = setInterval(() => setAt(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, [isWanted]);
  return isWanted ? at : 0;
}
