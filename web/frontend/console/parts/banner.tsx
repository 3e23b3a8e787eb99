/** Says when the desk cannot be reached, since when, and that nothing is lost. */
import { retryLive } from "../live";
import { outgoing } from "../outbox";
import { connection, now, offlineSince } from "../session";
import { t, when } from "../text";
import { Icon } from "./icon";

const STALE_AFTER_MS = 30_000;

export function Banner() {
  if (connection.value !== "offline" || offlineSince.value === null) return null;
  const isStale = now.value - offlineSince.value > STALE_AFTER_MS;
  const waiting = outgoing.value.filter((item) => item.state === "queued").length;
  return (
    <div class="banner" role="status">
      <Icon name="alert" />
      <span>
        {isStale ? t("banner.stale", { time: when.clock(offlineSince.value) }) : t("banner.offline")}
        {waiting > 0 && ` ${t("banner.waiting", { count: waiting })}`}
      </span>
      <button type="button" class="button small" onClick={retryLive}>
        {t("action.retry_now")}
      </button>
    </div>
  );
}
