/** One item of a timeline. */
import { t, when } from "../text";
import { Bubble } from "./bubble";
import { Facts } from "./facts";
import type { Item } from "./items";
import { Sending } from "./sending";

export function ItemView({ item, seenId }: { item: Item; seenId: number }) {
  if (item.kind === "day") return <h2 class="day-line"><span>{when.day(item.at)}</span></h2>;
  if (item.kind === "unread") return <p class="unread-line"><span>{t("timeline.unread")}</span></p>;
  if (item.kind === "entries") return <Facts entries={item.entries} />;
  if (item.kind === "outgoing") return <Sending item={item.item} />;
  return <Bubble message={item.message} isFollowing={item.isFollowing} isSeen={item.message.id <= seenId} />;
}
