/** What is rarely done to a ticket: passing it on, spam or not, its link. */
import { setSpam } from "../actions";
import { copyLink } from "../commands";
import { lazyPart } from "../lazy_part";
import { Icon } from "../parts/icon";
import { openJoin, openSplit } from "../merging/open";
import { Popover } from "../parts/popover";
import { passOn } from "../routing/commands";
import type { Row } from "../store/types";
import { known, t } from "../text";
import { findAtHand } from "../timeline/finding";
import { markSpam } from "./spam";

const HelpMenu = lazyPart<{ row: Row; close: () => void }>(() => import("../help/menu"), "help");

export function More({ row }: { row: Row }) {
  return (
    <Popover label={t("ticket.more")} buttonClass="icon-button" align="end" button={<Icon name="more" />}>
      {(close) => (
        <ul class="menu">
          <li>
            <button type="button" class="menu-item" onClick={() => (close(), findAtHand())}>
              <Icon name="search" size={16} /> {known("find.", "title") ?? t("sidebar.search")}
            </button>
          </li>
          {row.category !== "closed" && (
            <li>
              <button type="button" class="menu-item" onClick={() => (close(), passOn())}>
                <Icon name="hand" size={16} /> {known("transfer.", "command")}
              </button>
            </li>
          )}
          {row.merged_into_id == null && (
            <li>
              <button type="button" class="menu-item" onClick={() => (close(), openJoin(row.id))}>
                <Icon name="link" size={16} /> {t("ticket.join")}
              </button>
            </li>
          )}
          {row.category !== "closed" && (
            <li>
              <button type="button" class="menu-item" onClick={() => (close(), openSplit(row.id))}>
                <Icon name="forward" size={16} /> {t("ticket.split")}
              </button>
            </li>
          )}
          <HelpMenu row={row} close={close} />
          <li>
            <button type="button" class="menu-item" onClick={() => (close(), void (row.is_spam ? setSpam(row.id, false) : markSpam(row)))}>
              <Icon name={row.is_spam ? "undo" : "ban"} size={16} /> {t(row.is_spam ? "ticket.not_spam" : "ticket.mark_spam")}
            </button>
          </li>
          <li>
            <button type="button" class="menu-item" onClick={() => (close(), void copyLink())}>
              <Icon name="link" size={16} /> {t("command.copy_link")}
            </button>
          </li>
        </ul>
      )}
    </Popover>
  );
}
