/** One timeline over every channel and everything that happened elsewhere, newest first. */
import { useEffect, useState } from "preact/hooks";
import { api } from "../api";
import { named } from "../media/absent";
import { Icon, channelIcon } from "../parts/icon";
import { withoutMarks } from "../parts/plain";
import { Failed, Skeleton } from "../parts/states";
import { go } from "../route";
import type { Message } from "../store/types";
import { loadWords, t, when } from "../text";
import { OutsideIcon, OutsideLine, type OutsideEvent } from "./outside";

interface Said { readonly messages: readonly Message[]; readonly has_before: boolean }
interface Happened { readonly events: readonly OutsideEvent[]; readonly has_more: boolean }
type Item = { readonly at: string; readonly message: Message } | { readonly at: string; readonly event: OutsideEvent };

export function Timeline({ customerId, turn }: { customerId: number; turn: number }) {
  const [said, setSaid] = useState<Said | null>(null);
  const [happened, setHappened] = useState<Happened | null>(null);
  const [error, setError] = useState<unknown>(null);
  const load = (): void => {
    setError(null);
    void loadWords("media").catch(() => undefined);
    Promise.all([api<Said>("GET", `/api/customers/${customerId}/history?limit=50`), api<Happened>("GET", `/api/customers/${customerId}/outside-events?limit=50`)]).then(
      ([history, events]) => (setSaid(history), setHappened(events)),
      setError,
    );
  };
  useEffect(load, [customerId, turn]);
  if (error) return <Failed error={error} retry={load} />;
  if (!said || !happened) return <Skeleton rows={5} kind="line" />;
  const older = async (): Promise<void> => {
    try {
      if (said.has_before) {
        const more = await api<Said>("GET", `/api/customers/${customerId}/history?limit=50&before=${said.messages[0]!.id}`);
        setSaid({ messages: [...more.messages, ...said.messages], has_before: more.has_before });
      }
      if (happened.has_more) {
        const more = await api<Happened>("GET", `/api/customers/${customerId}/outside-events?limit=50&before=${happened.events.at(-1)!.id}`);
        setHappened({ events: [...happened.events, ...more.events], has_more: more.has_more });
      }
    } catch (problem) {
      setError(problem);
    }
  };
  const items = inOrder(said, happened);
  return (
    <section class="whole-timeline" aria-label={t("timeline.whole")}>
      <h3>{t("timeline.whole")}</h3>
      {items.length === 0 && <p class="muted">{t("timeline.nothing")}</p>}
      <ol class="card lines">
        {items.map((item) => (
          <li key={"event" in item ? `e${item.event.id}` : `m${item.message.id}`} class="line">
            {"event" in item ? <OutsideIcon kind={item.event.kind} /> : <Icon name={item.message.kind === "note" ? "lock" : channelIcon(item.message.channel_kind)} size={14} />}
            {"event" in item ? <OutsideLine event={item.event} /> : <MessageLine message={item.message} />}
            <time class="muted small-text" dateTime={item.at} title={when.full(item.at)}>{when.short(item.at)}</time>
          </li>
        ))}
      </ol>
      {(said.has_before || happened.has_more) && <button type="button" class="button" onClick={() => void older()}>{t("history.older")}</button>}
    </section>
  );
}

function MessageLine({ message }: { message: Message }) {
  return (
    <button type="button" class="timeline-message" onClick={() => go({ ticket: message.ticket_id, message: message.id })}>
      <span class="small-text muted" dir="auto">#{message.ticket_number} · {message.author.name || t(`author.${message.author.kind}`)}</span>
      <span class="history-text" dir="auto">{(message.kind === "in" ? message.text : withoutMarks(message.text)) || message.attachments.map(named).join(", ")}</span>
    </button>
  );
}

/** What is older than the oldest of either that still has more would stand in a gap: it waits for its page. */
function inOrder(said: Said, happened: Happened): readonly Item[] {
  const ends = [said.has_before ? said.messages[0]!.created_at : "", happened.has_more ? happened.events.at(-1)!.happened_at : ""];
  const since = ends.sort().at(-1)!;
  const items: Item[] = [...said.messages.map((message) => ({ at: message.created_at, message })), ...happened.events.map((event) => ({ at: event.happened_at, event }))];
  return items.filter(({ at }) => at >= since).sort((one, other) => (one.at < other.at ? 1 : -1));
}
