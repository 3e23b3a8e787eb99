/** Number, subject, state and people of a ticket, all changeable in place. */
import { withKey } from "../key_map";
import { isPanelOpen } from "../layout";
import { Icon, channelIcon } from "../parts/icon";
import { memo } from "../parts/memo";
import { soonPart } from "../soon_part";
import { shown } from "../optimistic";
import { go } from "../route";
import { resolveAndGoOn } from "../resolve";
import { moveTo, setSpam } from "../actions";
import type { TicketView } from "../store/state";
import type { Row } from "../store/types";
import { isActive } from "../store/views";
import { known, t } from "../text";
import { Due } from "../list/due";
import { Fields } from "./fields";
import { More } from "./more";
import { Others } from "./others";
import { Skills } from "./skills";
import { Subject } from "./subject";
import { Why } from "./why";

const Links = soonPart((soon) => soon.Links, "merging");

const Attention = soonPart((soon) => soon.Attention, "lists");

export const TicketHeader = memo(function TicketHeader({ row: stored, view }: { row: Row; view: TicketView | undefined }) {
  const row = shown(stored);
  const isReadOnly = view?.readOnly ?? false;
  return (
    <header class="ticket-head">
      <div class="ticket-line">
        <button type="button" class="icon-button only-narrow" aria-label={t("action.back_to_list")} onClick={() => go({ ticket: null })}>
          <Icon name="back" />
        </button>
        <span class={`row-channel channel-${row.channel.kind}`}>
          <Icon name={channelIcon(row.channel.kind)} size={16} label={t(`channel.${row.channel.kind}` as "channel.email")} />
        </span>
        <span class="ticket-number">#{row.number}</span>
        <Subject key={row.id} row={row} />
        <Due row={row} />
        <Others ticketId={row.id} />
        {isReadOnly ? null : isActive(row.category) ? (
          <button type="button" class="button primary" onClick={() => void resolveAndGoOn(row.id)} title={withKey(t("action.resolve"), "resolve")}>
            <Icon name="check" size={16} /> <span class="hide-narrow">{t("action.resolve")}</span>
          </button>
        ) : row.merged_into_id == null && (
          <button type="button" class="button" onClick={() => void (row.is_trashed ? restore(row) : row.is_spam ? setSpam(row.id, false) : moveTo(row.id, "open"))}>
            <Icon name="undo" size={16} /> {(row.is_trashed && known("trash.", "restore")) || t(row.is_spam ? "ticket.not_spam" : "action.reopen")}
          </button>
        )}
        {!isReadOnly && <More key={`more-${row.id}`} row={row} />}
        <button type="button" class="icon-button" aria-label={t("customer.panel")} title={withKey(t("customer.panel"), "panel")} aria-pressed={isPanelOpen.value} onClick={() => (isPanelOpen.value = !isPanelOpen.value)}>
          <Icon name="panel" />
        </button>
      </div>
      <div class="ticket-fields" inert={isReadOnly}>
        <Fields row={row} />
        <Skills key={`skills-${row.id}`} row={row} view={view} />
        <Why key={`why-${row.id}`} row={row} view={view} />
        {view && <Attention key={`attention-${row.id}`} row={row} isFollowed={view.following} />}
      </div>
      {view && (view.links.length > 0 || row.merged_into_id != null) && <Links key={`links-${row.id}`} row={row} links={view.links} />}
    </header>
  );
});

async function restore(row: Row): Promise<void> {
  await (await import("../help/trash")).restore(row);
}
