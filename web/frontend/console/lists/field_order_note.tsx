/** Says how far the order by a field goes, where the list goes further. */
import { shownOrder } from "../order_hold";
import { t } from "../text";

/** As the server's queries/lists/by_field.py has it. */
const MOST = 2_000;

export default function FieldOrderNote() {
  return shownOrder.value.ids.length > MOST ? <p class="muted small-text list-note">{t("order.note", { count: MOST })}</p> : null;
}
