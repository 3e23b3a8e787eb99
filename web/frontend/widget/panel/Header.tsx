/** Who one is talking to, what to expect, and the way out. */

import { computed } from "@preact/signals";
import { machine } from "../store/desk";
import { closePanel } from "../store/host";
import { config } from "../store/settings";
import { t } from "../words/words";
import { Icon } from "./Icon";

const isOnline = computed(() => machine.value.online ?? config.value?.online ?? null);

export function Header() {
  return (
    <header class="header">
      <div class="who">
        <h1>{config.value?.name || t.value("title")}</h1>
        <p class="promise" data-online={isOnline.value}>
          {isOnline.value === null ? "\u00a0" : t.value(isOnline.value ? "online" : "offline")}
        </p>
      </div>
      {window.parent !== window && (
        <button type="button" class="round" aria-label={t.value("close")} title={t.value("close")} onClick={closePanel}>
          <Icon name="close" />
        </button>
      )}
    </header>
  );
}
