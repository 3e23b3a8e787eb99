/** In the menu of a ticket: whose help is wanted. */
import { Icon } from "../parts/icon";
import { tickets } from "../session";
import type { Row } from "../store/types";
import { isActive } from "../store/views";
import { t } from "../text";
import { openApproval, openSide } from "./open";

export default function HelpMenu({ row, close }: { row: Row; close: () => void }) {
  if (tickets.value.get(row.id)?.readOnly) return null;
  return (
    <>
      {isActive(row.category) && (
        <li>
          <button type="button" class="menu-item" onClick={() => (close(), openApproval(row.id))}>
            <Icon name="help" size={16} /> {t("approval.ask")}
          </button>
        </li>
      )}
      <li>
        <button type="button" class="menu-item" onClick={() => (close(), openSide(row.id))}>
          <Icon name="chat" size={16} /> {t("side.new")}
        </button>
      </li>
    </>
  );
}
