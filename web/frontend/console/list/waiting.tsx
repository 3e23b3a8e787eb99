/** How long the customer has been waiting, else when something last happened. */
import { Icon } from "../parts/icon";
import { Time } from "../parts/time";
import { now } from "../session";
import type { Row } from "../store/types";
import { t, when } from "../text";

const LONG_MS = 3_600_000;

export function Waiting({ row }: { row: Row }) {
  if (row.waiting_since === null || (row.category !== "new" && row.category !== "open")) {
    const at = row.last_message_at ?? row.created_at;
    return <Time class="row-time" at={at}>{when.short(at)}</Time>;
  }
  const waited = now.value - Date.parse(row.waiting_since);
  return (
    <time class={`row-time is-waiting ${waited > LONG_MS ? "is-long" : ""}`} dateTime={row.waiting_since} title={t("list.waiting_since", { time: when.moment(row.waiting_since) })}>
      <Icon name="clock" size={12} label={t("list.waiting")} />
      {when.span(waited)}
    </time>
  );
}
