/** Sending later what begins with us. */
import { Icon } from "../parts/icon";
import { Popover } from "../parts/popover";
import { t } from "../text";
import { Later } from "./send_menu";

export default function LaterMenu({ onChoose }: { onChoose: (at: Date) => void }) {
  return (
    <Popover label={t("send.later")} button={<Icon name="chevron_down" size={14} />} buttonClass="button send-more" align="end" side="above">
      {(close) => <div class="send-menu"><Later disabled={false} onChoose={(at) => (close(), onChoose(at))} /></div>}
    </Popover>
  );
}
