/** One history over all tickets and threads, oldest to newest, the ticket at hand in focus. */
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { Failed, Skeleton } from "../parts/states";
import { go } from "../route";
import { histories, rows, state, tickets } from "../session";
import type { History } from "../store/state";
import type { Customer, Message } from "../store/types";
import { loadWords, locale, t, when } from "../text";
import { named } from "../media/absent";
import { Icon, channelIcon } from "../parts/icon";
import { memo } from "../parts/memo";
import { withoutMarks } from "../parts/plain";
import { Time } from "../parts/time";
import { closeHistory, extendHistory, historyError, openHistory } from "./history_loading";

export function CustomerHistory({ customer, ticketId }: { customer: Customer; ticketId: number }) {
  const customerId = customer.id;
  const history = histories.value.get(customerId);
  const last = tickets.value.get(ticketId)?.messages.at(-1)?.id ?? null;
  const open = (): void => void openHistory(customerId, last);
  useEffect(() => {
    const isThere = state.peek().histories.get(customerId)?.messages.some((message) => message.ticket_id === ticketId);
    if (!isThere && last !== null) open();
  }, [customerId, ticketId, last === null, history === undefined]);
  useEffect(() => () => closeHistory(customerId), [customerId]);
  return (
    <section class="history" aria-label={t("history.label")}>
      <h3 class="panel-title">{t("history.title")}</h3>
      {!history && historyError.value ? <Failed error={historyError.value} retry={open} /> : null}
      {!history && !historyError.value && last !== null && <Skeleton rows={4} kind="line" />}
      {history && <Messages key={`${customerId} ${ticketId}`} history={history} customer={customer} ticketId={ticketId} />}
    </section>
  );
}

const Messages = memo(function Messages({ history, customer, ticketId }: { history: History; customer: Customer; ticketId: number }) {
  const subjects = new Map(customer.tickets.map(({ id, subject }) => [id, rows.peek().get(id)?.subject ?? subject]));
  const scroller = useRef<HTMLDivElement>(null);
  const hasKinds = history.messages.some(({ attachments }) => attachments.some(({ kind }) => kind));
  useEffect(() => void (hasKinds && loadWords("media").catch(() => undefined)), [hasKinds]); // till then files are called by their names
  useStanding(scroller, history);
  const onScroll = (): void => {
    if (!scroller.current) return;
    const { scrollTop, scrollHeight, clientHeight } = scroller.current;
    if (history.hasBefore && scrollTop < 60) void extendHistory(history.customerId, "before");
    else if (history.hasAfter && scrollHeight - scrollTop - clientHeight < 60) void extendHistory(history.customerId, "after");
  };
  return (
    <div ref={scroller} class="history-list" tabIndex={0} role="group" aria-label={t("history.label")} onScroll={onScroll}>
      {history.hasBefore && <button type="button" class="link-button" onClick={() => void extendHistory(history.customerId, "before")}>{t("history.older")}</button>}
      {history.messages.map((message, at) => (
        <HistoryMessage key={message.id} message={message} subject={message.ticket_id === history.messages[at - 1]?.ticket_id ? null : (subjects.get(message.ticket_id) ?? "")} isAtHand={message.ticket_id === ticketId} speech={locale.value} />
      ))}
      {history.hasAfter && <button type="button" class="link-button" onClick={() => void extendHistory(history.customerId, "after")}>{t("history.newer")}</button>}
    </div>
  );
});

/** Start at the newest message of the ticket at hand; older pages must not push what is read away. */
function useStanding(scroller: { current: HTMLDivElement | null }, history: History): void {
  const first = history.messages[0]?.id ?? 0;
  const last = history.messages.at(-1)?.id ?? 0;
  const before = useRef({ first: 0, height: 0, isAtEnd: true });
  useLayoutEffect(() => {
    const element = scroller.current!;
    const old = before.current;
    if (old.first === 0) showAtHand(element);
    else if (first < old.first) element.scrollTop += element.scrollHeight - old.height;
    else if (old.isAtEnd) element.scrollTop = element.scrollHeight;
    const isAtEnd = element.scrollHeight - element.scrollTop - element.clientHeight < 40;
    before.current = { first, height: element.scrollHeight, isAtEnd };
  }, [first, last]);
}

function showAtHand(element: HTMLElement): void {
  const own = element.querySelectorAll<HTMLElement>(".is-at-hand");
  const target = own[own.length - 1];
  if (target) element.scrollTop = target.offsetTop + target.offsetHeight - element.clientHeight + 12;
}

/** `subject` is given where another ticket's messages begin. */
const HistoryMessage = memo(function HistoryMessage({ message, subject, isAtHand }: { message: Message; subject: string | null; isAtHand: boolean; speech: string }) {
  return (
    <>
      {subject !== null && (
        <h4 class={`history-ticket ${isAtHand ? "is-at-hand" : ""}`}>
          <Icon name={channelIcon(message.channel_kind)} size={12} /> #{message.ticket_number} <span dir="auto">{subject}</span>
        </h4>
      )}
      <button type="button" class={`history-message history-${message.kind} ${isAtHand ? "is-at-hand" : ""}`} onClick={() => go({ ticket: message.ticket_id, message: message.id })}>
        <span class="history-meta">
          <span class="history-author" dir="auto">{message.kind === "note" && <Icon name="lock" size={10} label={t("message.note")} />} {message.author.name || t(`author.${message.author.kind}`)}</span>
          <Time at={message.created_at}>{when.short(message.created_at)}</Time>
        </span>
        <span class="history-text" dir="auto">{(message.kind === "in" ? message.text : withoutMarks(message.text)) || message.attachments.map(named).join(", ")}</span>
      </button>
    </>
  );
});
