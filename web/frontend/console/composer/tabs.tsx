/** Reply to the customer or note for the team: two boxes that cannot be taken for each other. */
import { Icon } from "../parts/icon";
import type { DraftMode } from "../store/types";
import { t } from "../text";
import { focusComposer, mode } from "./mode";

const MODES: readonly DraftMode[] = ["reply", "note"];

export function Tabs() {
  return (
    <div class="tabs" role="group" aria-label={t("composer.modes")}>
      {MODES.map((one) => (
        <button key={one} type="button" class={`tab tab-${one}`} aria-pressed={mode.value === one} onClick={() => focusComposer(one)}>
          <Icon name={one === "reply" ? "reply" : "lock"} size={14} /> {t(one === "reply" ? "composer.tab_reply" : "composer.tab_note")}
        </button>
      ))}
    </div>
  );
}
