/** One ticket in the list. */
import { memo } from "../parts/memo";
import { revealed, withoutMarks } from "../parts/plain";
import { Icon, channelIcon } from "../parts/icon";
import { agentName, isUnread, myId, preferences, teamOf } from "../session";
import type { Row, Viewer } from "../store/types";
import { t } from "../text";
import { Due } from "./due";
import { chipsOf } from "./field_chips";
import { pick } from "./navigation";
import { Waiting } from "./waiting";

export interface RowProps {
  row: Row;
  at: number;
  count: number;
  top: number;
  height: number;
  isOpen: boolean;
  isActive: boolean;
  hasDraft: boolean;
  hasLeft: boolean;
  isPicked: boolean;
  isTyping: boolean;
  viewers: readonly Viewer[] | undefined;
  speech: unknown;
  onOpen: (id: number) => void;
}

export const ListRow = memo(function ListRow({ row, at, count, top, height, isOpen, isActive, hasDraft, hasLeft, isPicked, isTyping, viewers, onOpen }: RowProps) {
  const isNew = isUnread(row);
  const classes = ["row", isOpen && "is-open", isActive && "is-active", isNew && "is-unread", hasLeft && "has-left", isPicked && "is-picked"].filter(Boolean).join(" ");
  return (
    <div
      id={`row-${row.id}`}
      role="option"
      class={classes}
      aria-selected={isOpen || isPicked}
      aria-setsize={count}
      aria-posinset={at + 1}
      style={{ transform: `translateY(${top}px)`, height: `${height}px` }}
      onClick={(event) => (event.shiftKey || event.ctrlKey || event.metaKey ? pick(row.id) : onOpen(row.id))}
    >
      <span class={`row-channel channel-${row.channel.kind}`} onClick={(event) => (event.stopPropagation(), pick(row.id))}>
        <Icon name={isPicked ? "check" : channelIcon(row.channel.kind)} size={16} label={t(`channel.${row.channel.kind}` as "channel.email")} />
      </span>
      <span class="row-head">
        {isNew && <span class="unread-dot" role="img" aria-label={t("list.unread")} />}
        <span class="row-name" dir="auto">{revealed(row.customer.name) || t("customer.nameless")}</span>
        <span class="row-number">#{row.number}</span>
        {preferences.value.show_tags && row.tags.slice(0, 3).map((tag) => <span key={tag} class="chip">{tag}</span>)}
        {preferences.value.show_fields && <FieldChip row={row} />}
        <Waiting row={row} />
      </span>
      <span class="row-subject" dir="auto">{revealed(row.subject) || t("ticket.no_subject")}</span>
      <span class="row-foot">
        {isTyping ? <span class="row-typing">{t("list.customer_typing")}</span> : <span class="row-preview" dir="auto">{!preferences.value.show_preview ? "" : row.last_message_from === "agent" ? withoutMarks(row.preview) : row.preview}</span>}
        <RowMarks row={row} hasDraft={hasDraft} viewers={viewers} />
      </span>
    </div>
  );
});

function FieldChip({ row }: { row: Row }) {
  const words = chipsOf.value?.(row).join(" · ");
  return words ? <span class="chip" dir="auto" title={words}>{words}</span> : null;
}

function RowMarks({ row, hasDraft, viewers = [] }: { row: Row; hasDraft: boolean; viewers: readonly Viewer[] | undefined }) {
  const others = viewers.filter(({ agent_id }) => agent_id !== myId());
  const replying = others.find(({ mode }) => mode === "replying");
  return (
    <span class="row-marks">
      {hasDraft && <span class="mark mark-draft" title={t("list.draft")}><Icon name="pencil" size={14} label={t("list.draft")} /></span>}
      {replying && <span class="mark mark-warn" title={t("ticket.replying", { name: agentName(replying.agent_id) })}><Icon name="reply" size={12} label={t("ticket.replying", { name: agentName(replying.agent_id) })} /></span>}
      {!replying && others.length > 0 && <span class="mark"><Icon name="eye" size={12} label={t("ticket.viewing", { name: others.map(({ agent_id }) => agentName(agent_id)).join(", ") })} /></span>}
      {preferences.value.show_team && row.team_id !== null && <span class="row-assignee">{teamOf(row.team_id)?.name}</span>}
      {row.priority !== "normal" && <span class={`mark priority-${row.priority}`}>{t(`priority.${row.priority}`)}</span>}
      <Due row={row} />
      <span class="row-assignee">{row.assignee_id === null ? t("list.nobody") : row.assignee_id === myId() ? t("list.me") : agentName(row.assignee_id)}</span>
    </span>
  );
}
