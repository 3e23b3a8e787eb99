/** In the menu of a ticket: whose help is wanted. */
import { Icon } from "../parts/icon";
import { unreadAtHand } from "../lists/open";
import { tickets } from "../session";
import type { Row } from "../store/types";
import { isActive } from "../store/views";
import { t } from "../text";
import { copyCustomerLink, withdrawCustomerLinks } from "./customer_link";
import { openApproval, openSide } from "./open";
import { restore, throwAway } from "./trash";

export default function HelpMenu({ row, close }: { row: Row; close: () => void }) {
  if (tickets.value.get(row.id)?.readOnly) return null;
  return (
    <>
      <li>
        <button type="button" class="menu-item" onClick={() => (close(), unreadAtHand())}>
          <Icon name="mail" size={16} /> {t("ticket.mark_unread")}
        </button>
      </li>
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
      <li>
        <button type="button" class="menu-item" onClick={() => (close(), void copyCustomerLink(row.id))}>
          <Icon name="link" size={16} /> {t("customer_link.copy")}
        </button>
      </li>
      <li>
        <button type="button" class="menu-item" onClick={() => (close(), void withdrawCustomerLinks(row.id))}>
          <Icon name="ban" size={16} /> {t("customer_link.withdraw")}
        </button>
      </li>
      {row.merged_into_id == null && (
        <li>
          <button type="button" class="menu-item" onClick={() => (close(), void (row.is_trashed ? restore(row) : throwAway(row)))}>
            <Icon name={row.is_trashed ? "undo" : "trash"} size={16} /> {t(row.is_trashed ? "trash.restore" : "trash.delete")}
          </button>
        </li>
      )}
    </>
  );
}
