/** Above the composer: what is promised on this ticket, and the offer to note what is being promised. */
import { useEffect, useMemo, useState } from "preact/hooks";
import { Icon } from "../parts/icon";
import type { TicketView } from "../store/state";
import { t } from "../text";
import { tell, toast } from "../toasts";
import { nameOf } from "./dates";
import { momentText } from "./moment_text";
import { PromiseLine } from "./promise_line";
import { dayOf, makePromise, promiseCustomer, promisesOf, showPromises } from "./promises";

const MAX_TEXT = 500;
const LOOK_AFTER_MS = 400;

export function TicketPromises({ view }: { view: TicketView }) {
  const ticketId = view.id;
  useEffect(() => showPromises(ticketId, view.promises), [ticketId, view.promises]);
  const { ticketId: of, list } = promisesOf.value;
  if (of !== ticketId || list.length === 0) return null;
  return <ul class="promises" aria-label={t("promise.list")}>{list.map((promise) => <PromiseLine key={promise.id} promise={promise} />)}</ul>;
}

/** Offered once for the same words, so that it can be waved off. */
export function PromiseOffer({ ticketId, customerId, text }: { ticketId: number; customerId: number; text: string }) {
  const settled = useSettled(text);
  const [waved, setWaved] = useState<string | null>(null);
  const named = useMemo(() => nameOf(settled, new Date()), [settled]);
  if (!named || named.words === waved) return null;
  const due = named.hasTime ? named.at : dayOf(named.at);
  const note = (make: typeof makePromise, id: number): void => {
    setWaved(named.words);
    make(id, { text: named.sentence.slice(0, MAX_TEXT), due }).then(({ due_at }) => toast(t("promise.noted", { time: momentText(due_at) })), tell);
  };
  return (
    <p class="writing-note" role="status">
      <Icon name="hand" size={16} /> <span>{t("promise.offer", { words: named.words })}</span>
      <button type="button" class="button small" onClick={() => note(makePromise, ticketId)}>{t("promise.note_it")}</button>
      <button type="button" class="button small" title={t("promise.note_customer_title")} onClick={() => note(promiseCustomer, customerId)}>{t("promise.note_customer")}</button>
      <button type="button" class="icon-button" aria-label={t("promise.no")} onClick={() => setWaved(named.words)}><Icon name="x" size={14} /></button>
    </p>
  );
}

/** Looked at when the typing rests, so that no key waits for it. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), LOOK_AFTER_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return text === "" ? "" : settled;
}
