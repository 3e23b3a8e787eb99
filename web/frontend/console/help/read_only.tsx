/** In the composer's place on a ticket that may only be read. */
import { Icon } from "../parts/icon";
import { t } from "../text";
import "./look";

export default function ReadOnly() {
  return <p class="read-only" role="note"><Icon name="lock" size={16} /> {t("help.read_only")}</p>;
}
