/** Everything that happened on the ticket, oldest to newest. */
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { markRead } from "../actions";
import { lazyPart } from "../lazy_part";
import { takeLostFocus } from "../lost_focus";
import { outgoing } from "../outbox";
import { Icon } from "../parts/icon";
import { memo } from "../parts/memo";
import { route } from "../route";
import { customerTyping, myId } from "../session";
import type { TicketView } from "../store/state";
import { locale, t, zone } from "../text";
import { tell } from "../toasts";
import { fetchOlder, isLoadingOlder, unreadFrom } from "../ticket/loading";
import { entryText } from "./entry_text";
import { findingIn } from "./finding";
import { ItemView } from "./item";
import { useGrowing } from "./growing";
import { itemsOf, type Item } from "./items";
import { useScroll } from "./scroll";
import { point } from "./target";

const Find = lazyPart<{ ticketId: number }>(() => import("./find"), "finding");
/** What fits on a screen is drawn first, the rest when nothing else is to be done. */
const AT_ONCE = 14;

export const Timeline = memo(function Timeline({ view }: { view: TicketView }) {
  const scroller = useRef<HTMLDivElement>(null);
  const readUpTo = unreadFrom.value?.ticket === view.id ? unreadFrom.value.after : null;
  const mine = outgoing.value.filter((item) => item.ticketId === view.id);
  const items = useMemo(
    () => itemsOf({ messages: view.messages, entries: view.entries.filter((entry) => entryText(entry) !== null), outgoing: mine, readUpTo, me: myId(), timeZone: zone.value }),
    [view.messages, view.entries, outgoing.value, readUpTo, locale.value, zone.value],
  );
  const { shown, isWhole } = useGrowing(items, { newest: AT_ONCE, isWanted: route.value.message !== null });
  const firstId = firstMessage(shown);
  const scroll = useScroll(scroller, { messages: view.messages, firstId, lastKey: items.at(-1)?.key ?? "", isOwnLast: items.at(-1)?.kind === "outgoing", unread: readUpTo });
  useReading(view, scroll.isAtEnd);
  useTarget(scroller, view);
  const older = (): void => void fetchOlder(view.id).then(() => setTimeout(takeLostFocus), tell);
  const onScroll = (): void => {
    scroll.onScroll();
    if (isWhole && view.hasMore && !isLoadingOlder.value && scroller.current && scroller.current.scrollTop < 120) older();
  };
  const seenId = seenByCustomer(view);
  return (
    <div class="timeline-frame">
      {findingIn.value === view.id && <Find ticketId={view.id} />}
      <div ref={scroller} class="timeline" role="log" aria-live="off" aria-label={t("timeline.label")} tabIndex={0} onScroll={onScroll}>
        {isWhole && view.hasMore && (
          <button type="button" class="button small older" onClick={older} aria-disabled={isLoadingOlder.value}>
            {t(isLoadingOlder.value ? "state.loading" : "timeline.older")}
          </button>
        )}
        {shown.map((item) => <ItemView key={item.key} item={item} seenId={seenId} />)}
        {customerTyping.value.has(view.id) && <p class="typing"><span class="typing-dots" aria-hidden="true"><i /><i /><i /></span>{t("timeline.customer_typing")}</p>}
      </div>
      {!scroll.isAtEnd && (
        <button type="button" class="jump" onClick={scroll.toEnd} aria-label={scroll.fresh > 0 ? `${t("timeline.new", { count: scroll.fresh })}: ${t("timeline.newest")}` : t("timeline.newest")} title={t("timeline.newest")}>
          <Icon name="arrow_down" size={16} />
          {scroll.fresh > 0 && <span>{t("timeline.new", { count: scroll.fresh })}</span>}
        </button>
      )}
      <Announcer view={view} />
    </div>
  );
});

function firstMessage(items: readonly Item[]): number {
  for (const item of items) if (item.kind === "message") return item.message.id;
  return 0;
}

function seenByCustomer(view: TicketView): number {
  return Math.max(0, ...view.threads.map((thread) => thread.customer_seen_id ?? 0));
}

/** What is on the screen of somebody who looks at it counts as read. */
function useReading(view: TicketView, isAtEnd: boolean): void {
  const last = view.messages.at(-1)?.id ?? 0;
  useEffect(() => {
    const read = (): void => {
      if (isAtEnd && last > 0 && document.visibilityState === "visible" && document.hasFocus()) markRead(view.id, last);
    };
    read();
    addEventListener("focus", read);
    return () => removeEventListener("focus", read);
  }, [view.id, last, isAtEnd]);
}

/** Show the message that the address names, fetching older pages until it is there. */
function useTarget(scroller: { current: HTMLDivElement | null }, view: TicketView): void {
  const { message } = route.value;
  const first = view.messages[0]?.id ?? 0;
  useEffect(() => {
    if (message === null) return;
    const found = scroller.current?.querySelector<HTMLElement>(`[data-message="${message}"]`);
    if (found) {
      point(found);
    } else if (view.hasMore && message < first) {
      void fetchOlder(view.id).catch(tell);
    }
  }, [message, first]);
}

/** Says a new message of the customer once, with its author. */
function Announcer({ view }: { view: TicketView }) {
  const last = view.messages.at(-1);
  const [from] = useState(last?.id ?? 0);
  const text = last && last.kind === "in" && last.id > from ? `${last.author.name}: ${last.text}` : "";
  return <p class="visually-hidden" role="status" aria-live="polite">{text.slice(0, 300)}</p>;
}
