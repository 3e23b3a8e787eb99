/** In the head of a ticket: its tags, until when it sleeps, whether I follow it. */
import { withKey } from "../key_map";
import { Icon } from "../parts/icon";
import { Popover } from "../parts/popover";
import { isActive } from "../store/views";
import type { Row } from "../store/types";
import css from "../styles/lists.css" with { type: "text" };
import { t, when } from "../text";
import { wear } from "../wear";
import { openSnooze, openTags, toggleFollow, wake } from "./acts";

wear(css);

export default function Attention({ row, isFollowed }: { row: Row; isFollowed: boolean }) {
  return (
    <>
      <button type="button" class={`button small ticket-tags ${row.tags.length === 0 ? "is-none" : ""}`} title={withKey(t("lists.tags"), "tags")} onClick={() => openTags(row.id)}>
        {row.tags.length === 0 ? <><Icon name="tag" size={14} /> <span class="fold">{t("lists.tags_none")}</span></> : <span class="visually-hidden">{t("lists.tags")}: </span>}
        {row.tags.map((tag) => <span key={tag} class="chip">{tag} </span>)}
      </button>
      {row.snoozed_until ? (
        <Popover label={t("lists.snoozed", { time: when.short(row.snoozed_until) })} buttonClass="button small is-snoozed" button={<><Icon name="pause" size={14} /> {t("lists.snoozed", { time: when.short(row.snoozed_until) })}</>}>
          {(close) => (
            <ul class="menu">
              <li><button type="button" class="menu-item" onClick={() => (close(), void wake(row.id))}><Icon name="play" size={16} /> {t("lists.wake")}</button></li>
              <li><button type="button" class="menu-item" onClick={() => (close(), openSnooze([row.id]))}><Icon name="clock" size={16} /> {t("lists.snooze_until")}</button></li>
            </ul>
          )}
        </Popover>
      ) : (
        isActive(row.category) && <button type="button" class="button small" title={withKey(t("lists.snooze"), "snooze")} onClick={() => openSnooze([row.id])}><Icon name="pause" size={14} /> <span class="fold">{t("lists.snooze")}</span></button>
      )}
      <button type="button" class="button small" aria-pressed={isFollowed} title={withKey(t(isFollowed ? "lists.unfollow" : "lists.follow"), "follow")} onClick={() => void toggleFollow(row.id)}>
        <Icon name="eye" size={14} /> <span class="fold">{t(isFollowed ? "lists.unfollow" : "lists.follow")}</span>
      </button>
    </>
  );
}
