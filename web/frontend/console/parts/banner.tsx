/** Says when the desk cannot be reached, since when, and that nothing is lost; that it can only be read; or that it has a new version. */
import { isOutdated } from "../builds";
import { retryLive } from "../live";
import { outgoing } from "../outbox";
import { connection, isAdmin, isReadOnly, now, offlineSince } from "../session";
import { t, when } from "../text";
import { Icon } from "./icon";

const STALE_AFTER_MS = 30_000;

export function Banner() {
  if (connection.value === "offline" && offlineSince.value !== null) return <Offline since={offlineSince.value} />;
  if (isReadOnly.value) return <ReadOnly />;
  return isOutdated.value ? <NewVersion /> : null;
}

function NewVersion() {
  return (
    <div class="banner banner-calm" role="status">
      <Icon name="refresh" />
      <span>{t("banner.updated")}</span>
      <button type="button" class="button small" onClick={() => location.reload()}>
        {t("app.reload")}
      </button>
    </div>
  );
}

function ReadOnly() {
  return (
    <div class="banner" role="status">
      <Icon name="alert" />
      <span>
        {t("banner.read_only")} {t(isAdmin() ? "banner.read_only_admin" : "banner.read_only_wait")}
        <Waiting />
      </span>
    </div>
  );
}

function Waiting() {
  const count = outgoing.value.filter((item) => item.state === "queued").length;
  return <>{count > 0 && ` ${t("banner.waiting", { count })}`}</>;
}

function Offline({ since }: { since: number }) {
  const isStale = now.value - since > STALE_AFTER_MS;
  return (
    <div class="banner" role="status">
      <Icon name="alert" />
      <span>
        {isStale ? t("banner.stale", { time: when.clock(since) }) : t("banner.offline")}
        <Waiting />
      </span>
      <button type="button" class="button small" onClick={retryLive}>
        {t("action.retry_now")}
      </button>
    </div>
  );
}
