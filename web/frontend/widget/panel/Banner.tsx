/** Says that the connection is gone, and that nothing is lost by it. */

import { signal } from "@preact/signals";
import { isOffline } from "../store/desk";
import { t } from "../words/words";

const hasNetwork = signal(navigator.onLine);
addEventListener("online", () => (hasNetwork.value = true));
addEventListener("offline", () => (hasNetwork.value = false));

export function Banner() {
  return (
    <p class="banner" role="status">
      {hasNetwork.value ? isOffline.value && t.value("reconnecting") : t.value("no_network")}
    </p>
  );
}
