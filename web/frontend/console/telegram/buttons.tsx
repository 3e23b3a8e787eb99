/** Buttons that were offered below a reply, and which of them was pressed. */
import { Icon } from "../parts/icon";
import type { Telegram } from "../store/types";
import { t } from "../text";
import { openMessage } from "../timeline/target";

export function Buttons({ buttons, ticketId }: { buttons: Telegram["buttons"]; ticketId: number }) {
  return (
    <ul class="offered" aria-label={t("telegram.buttons")}>
      {buttons.map(({ label, pressed_by }) => (
        <li key={label}>
          {pressed_by === 0 ? (
            <span class="offered-one is-pressed"><Icon name="check" size={14} label={t("telegram.was_pressed")} /> <span dir="auto">{label}</span></span>
          ) : pressed_by !== null ? (
            <button type="button" class="offered-one is-pressed" title={t("telegram.was_pressed")} onClick={() => openMessage(ticketId, pressed_by)}>
              <Icon name="check" size={14} label={t("telegram.was_pressed")} /> <span dir="auto">{label}</span>
            </button>
          ) : (
            <span class="offered-one" dir="auto">{label}</span>
          )}
        </li>
      ))}
    </ul>
  );
}
