/** The tickets a number was made of. */
import { useEffect, useState } from "preact/hooks";
import { api } from "../api";
import { change } from "../live";
import { Dialog } from "../parts/dialog";
import { channelIcon, Icon } from "../parts/icon";
import { Failed, Skeleton } from "../parts/states";
import { go } from "../route";
import { loadRows } from "../store/load";
import { t, when } from "../text";
import { tell } from "../toasts";
import { format, question } from "./question";
import type { Part } from "./table";
import type { Behind } from "./types";
import { duration } from "./words";

export interface Wanted { key: string | null; part: Part; title: string }

export function BehindDialog({ wanted, onClose }: { wanted: Wanted; onClose: () => void }) {
  const [pages, setPages] = useState<Behind[]>([]);
  const [error, setError] = useState<unknown>(null);
  const [isBusy, setBusy] = useState(false);
  const fetch = async (below: number | null): Promise<void> => {
    const params = new URLSearchParams(format({ ...question(), compares: false }));
    if (wanted.key !== null) params.set("key", wanted.key);
    params.set("part", wanted.part);
    if (below !== null) params.set("below", String(below));
    const answer = await api<Behind>("GET", `/api/reports/tickets?${params}`);
    change((now) => loadRows(now, answer.tickets.map(({ ticket }) => ticket), 0));
    setPages((before) => (below === null ? [answer] : [...before, answer]));
  };
  const start = (): void => (setError(null), void fetch(null).catch(setError));
  useEffect(start, []);
  const next = pages.at(-1)?.next ?? null;
  const more = (): void => {
    setBusy(true);
    void fetch(next).catch(tell).finally(() => setBusy(false));
  };
  const tickets = pages.flatMap((page) => page.tickets);
  return (
    <Dialog title={wanted.title} className="behind" onClose={onClose}>
      {error ? <Failed error={error} retry={start} /> : pages.length === 0 ? <Skeleton rows={4} /> : (
        <>
          <p class="muted">{t("reports.behind", { count: pages[0]!.facts })}</p>
          <ul class="behind-list">
            {tickets.map(({ ticket, facts, seconds }) => (
              <li key={ticket.id}>
                <button type="button" class="behind-ticket" onClick={() => go({ ticket: ticket.id })}>
                  <Icon name={channelIcon(ticket.channel.kind)} size={16} />
                  <span class="behind-subject" dir="auto">#{ticket.number} {ticket.subject}</span>
                  {facts > 1 && <span class="chip">×{facts}</span>}
                  {seconds !== null && <span class="muted">{duration(seconds)}</span>}
                  <span class={`chip category-${ticket.category}`}>{t(`category.${ticket.category}`)}</span>
                  <time class="muted" dateTime={ticket.created_at}>{when.short(ticket.created_at)}</time>
                </button>
              </li>
            ))}
          </ul>
          {next !== null && <button type="button" class="button" disabled={isBusy} onClick={more}>{t("reports.more")}</button>}
        </>
      )}
    </Dialog>
  );
}
