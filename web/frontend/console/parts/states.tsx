/** What a screen shows when it has no data to show: loading, nothing, an error. */
import { useEffect, useState } from "preact/hooks";
import type { ComponentChildren } from "preact";
import { askAgain } from "../api";
import { t } from "../text";
import { inWords, nextStep } from "../toasts";
import { Icon, type IconName } from "./icon";

const SKELETON_AFTER_MS = 150;
const STILL_AFTER_MS = 5_000;

/** True once `isWaiting` has lasted long enough to be worth showing. */
export function useSlow(isWaiting: boolean, afterMs = SKELETON_AFTER_MS): boolean {
  const [isSlow, setSlow] = useState(false);
  useEffect(() => {
    if (!isWaiting) return setSlow(false);
    const timer = setTimeout(() => setSlow(true), afterMs);
    return () => clearTimeout(timer);
  }, [isWaiting, afterMs]);
  return isWaiting && isSlow;
}

export function Skeleton({ rows = 6, kind = "row" }: { rows?: number; kind?: "row" | "line" | "bubble" }) {
  const isSlow = useSlow(true);
  const isVerySlow = useSlow(true, STILL_AFTER_MS);
  if (!isSlow) return null;
  return (
    <div class={`skeleton skeleton-${kind}`} role="status" aria-label={t("state.loading")}>
      {Array.from({ length: rows }, (_, at) => (
        <div key={at} class="skeleton-item">
          <span />
          <span />
        </div>
      ))}
      {isVerySlow && <Still />}
    </div>
  );
}

/** What is asked for still does not come: nothing is lost by asking once more. */
function Still() {
  return (
    <p class="still">
      {t("state.still")}
      <button type="button" class="button small" onClick={askAgain}>
        <Icon name="refresh" /> {t("action.retry")}
      </button>
    </p>
  );
}

export function Empty({ icon, title, children }: { icon: IconName; title: string; children?: ComponentChildren }) {
  return (
    <div class="empty">
      <span class="empty-icon">
        <Icon name={icon} size={28} />
      </span>
      <p class="empty-title">{title}</p>
      {children && <div class="empty-text">{children}</div>}
    </div>
  );
}

export function Failed({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <div class="empty" role="alert">
      <span class="empty-icon danger">
        <Icon name="alert" size={28} />
      </span>
      <p class="empty-title">{inWords(error)}</p>
      <p class="empty-text">{t(nextStep(error))}</p>
      <button type="button" class="button" onClick={retry}>
        <Icon name="refresh" /> {t("action.retry")}
      </button>
    </div>
  );
}
