/** The moments in which a reply can still be taken back. */
import { useEffect, useState } from "preact/hooks";
import { lazyPart } from "../lazy_part";
import { Icon } from "../parts/icon";
import type { Message } from "../store/types";
import { t } from "../text";
import { undoSend } from "../undo";

const Scheduled = lazyPart<{ message: Message }>(() => import("../writing/scheduled"), "writing");

export function Release({ message }: { message: Message }) {
  const { state, release_at, is_scheduled } = message.delivery!;
  const left = useSecondsTo(state === "queued" ? release_at : null);
  if (left <= 0) return null;
  if (is_scheduled) return <Scheduled message={message} />;
  return (
    <div class="release">
      <span>{t("delivery.leaves_in", { count: left })}</span>
      <button type="button" class="button small" onClick={() => void undoSend(message)}>
        <Icon name="undo" size={14} /> {t("action.undo")}
      </button>
    </div>
  );
}

function useSecondsTo(date: string | null): number {
  const left = (): number => (date === null ? 0 : Math.ceil((Date.parse(date) - Date.now()) / 1000));
  const [seconds, setSeconds] = useState(left);
  useEffect(() => {
    setSeconds(left());
    if (left() <= 0) return;
    const timer = setInterval(() => {
      setSeconds(left());
      if (left() <= 0) clearInterval(timer);
    }, 500);
    return () => clearInterval(timer);
  }, [date]);
  return seconds;
}
