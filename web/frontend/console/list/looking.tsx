/** While the desk still looks for what a rare filter finds: how far it has got, instead of a list that seems to load for ever. */
import { useSlow } from "../parts/states";
import type { List } from "../store/state";
import { t, when } from "../text";
import { reachedAt } from "./progress";

/** A list that fills some screens is not waited for. */
const FEW = 100;

export function Looking({ list, count }: { list: List; count: number }) {
  const isShown = useSlow(list.cut !== null && count < FEW);
  if (!isShown || list.cut === null) return null;
  const at = reachedAt(list.sort, list.cut[1]);
  return (
    <p class="looking">
      <span role="status">{t(count > 0 ? "list.looking_on" : "list.looking")}</span>
      {at !== null && ` ${t("list.looked_to", { time: when.short(at) })}`}
    </p>
  );
}
