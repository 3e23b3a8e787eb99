/** Search over tickets, messages and customers. */
import { useEffect, useRef, useState } from "preact/hooks";
import { api, Problem } from "../api";
import { ticketByNumber } from "../list/loading";
import { change, onFrames, onRefetch } from "../live";
import { Avatar } from "../parts/avatar";
import { Icon, channelIcon, type IconName } from "../parts/icon";
import { withoutMarks } from "../parts/plain";
import { Select } from "../parts/select";
import { Empty, Failed, Skeleton } from "../parts/states";
import { go, route } from "../route";
import { me, preferences, rows } from "../session";
import { loadRows } from "../store/load";
import type { Preferences } from "../store/types";
import css from "../styles/search.css" with { type: "text" };
import { t, when } from "../text";
import { tell } from "../toasts";
import { wear } from "../wear";
import { completions, filterNames, narrowings } from "./completions";
import { countOf, withoutTickets, type Found } from "./found";
import { rememberSearch } from "./recent";
import { Start, Wider } from "./start";
import { corrected, marked } from "./words";

wear(css);

type Order = Preferences["search_order"];
const ASK_AFTER_MS = 200;

/** Kept with the account; what cannot be kept holds until the page is closed. */
function putFirst(search_order: Order): void {
  const now = me.value;
  if (now) me.value = { ...now, preferences: { ...now.preferences, search_order } };
  void api("PATCH", "/api/me", { preferences: { search_order } }).catch(() => undefined);
}

export default function SearchPage() {
  const input = useRef<HTMLInputElement>(null);
  const query = route.value.query;
  const order = preferences.value.search_order;
  const { found, error, retry } = useFound(query, order);
  useEffect(() => input.current?.focus(), []);
  useRemembering(query, found);
  return (
    <main id="main" class="pane page" aria-label={t("search.title")}>
      <h1 class="visually-hidden">{t("search.title")}</h1>
      <header class="page-head search-head">
        <button type="button" class="icon-button" aria-label={t("action.back_to_list")} onClick={() => go({})}>
          <Icon name="back" />
        </button>
        <span class="search-field">
          <Icon name="search" />
          <input ref={input} type="search" class="input" list="search-filters" autocomplete="off" aria-label={t("search.title")} placeholder={t("search.hint")} dir="auto" value={query} onInput={(event) => go({ page: "search", query: event.currentTarget.value }, { replace: true })} onKeyDown={onKeyDown} />
          <datalist id="search-filters">{completions(query).map((whole) => <option key={whole} value={whole} />)}</datalist>
        </span>
        <Select label={t("search.order")} value={order} choices={(["newest", "best"] as const).map((value) => ({ value, label: t(`search.order_${value}`) }))} onChoose={(value) => putFirst(value as Order)} />
      </header>
      <div class="search-narrow" role="group" aria-label={t("search.how")}>
        {narrowings(query).map((one) => <button key={one.label} type="button" class="button small" onClick={() => (go({ page: "search", query: one.query }, { replace: true }), input.current?.focus())}>{one.label}</button>)}
      </div>
      <div class="page-body" aria-live="polite" aria-busy={query.trim() !== "" && !found && !error}>
        {query.trim() === "" && <Start />}
        {error ? <Failed error={error} retry={retry} /> : null}
        {query.trim() !== "" && !found && !error && <Skeleton rows={5} />}
        {found && <Results found={found} query={query} />}
      </div>
    </main>
  );
}

/** What found something is kept once the page is left: not every letter on the way. */
function useRemembering(query: string, found: Found | null): void {
  const last = useRef("");
  useEffect(() => {
    if (query.trim() === "" || (found && countOf(found) > 0)) last.current = query;
  }, [found]);
  useEffect(() => () => rememberSearch(last.current), []);
}

/** Enter on a number goes to its ticket, else to the first result. */
function onKeyDown(event: KeyboardEvent): void {
  if (event.code !== "Enter") return;
  const number = /^#?(\d{1,15})$/.exec(route.value.query.trim())?.[1];
  if (number) void ticketByNumber(Number(number)).then((id) => go({ ticket: id }), tell);
  else document.querySelector<HTMLElement>(".result")?.focus();
}

function useFound(query: string, order: Order): { found: Found | null; error: unknown; retry: () => void } {
  const [found, setFound] = useState<Found | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [tries, setTries] = useState(0);
  useEffect(() => {
    setError(null);
    if (query.trim() === "") return setFound(null);
    const control = new AbortController();
    const timer = setTimeout(() => void ask(), ASK_AFTER_MS);
    const ask = async (): Promise<void> => {
      try {
        const answer = await api<Found>("GET", `/api/search?${new URLSearchParams({ q: query.trim(), limit: "20", order })}`, undefined, control.signal);
        change((now) => loadRows(now, answer.tickets, 0));
        setFound(answer);
      } catch (problem) {
        if (!(problem instanceof Problem && problem.code === "aborted")) setError(problem);
      }
    };
    return () => {
      clearTimeout(timer);
      control.abort();
    };
  }, [query, order, tries]);
  const retry = (): void => setTries((now) => now + 1);
  useEffect(() => leavesWithTickets(setFound, retry), []);
  return { found, error, retry };
}

/** What belongs to another team now goes at once; the server then says what is left, of customers too. */
function leavesWithTickets(setFound: (next: (now: Found | null) => Found | null) => void, retry: () => void): () => void {
  const stopFrames = onFrames((frames) => {
    const gone = new Set(frames.flatMap((frame) => (frame.t === "gone" ? [frame.ticket] : [])));
    if (gone.size === 0) return;
    setFound((now) => now && withoutTickets(now, gone));
    retry();
  });
  const stopRefetch = onRefetch(retry);
  return () => (stopFrames(), stopRefetch());
}

function Results({ found, query }: { found: Found; query: string }) {
  if (found.unknown.length > 0) return <Empty icon="search" title={t("search.unknown", { parts: found.unknown.join(", ") })}><p>{t("search.filters")}</p><Wider query={query} /></Empty>;
  if (countOf(found) === 0) return <Nothing query={query} />;
  return (
    <>
      <details class="search-help muted small-text"><summary>{t("search.how")}</summary>{t("search.filters")}</details>
      {found.tickets.length > 0 && <h2 class="group-title">{t("search.tickets")}</h2>}
      {found.tickets.map((row) => (
        <button key={row.id} type="button" class="result" onClick={() => go({ ticket: row.id })}>
          <Icon name={channelIcon(row.channel.kind)} size={16} />
          <span class="result-title" dir="auto">#{row.number} <Marked title={row.subject} query={query} /></span>
          <span class="result-text muted" dir="auto">{row.customer.name} · {withoutMarks(row.preview)}</span>
          <span class={`chip category-${row.category}`}>{t(`category.${row.category}`)}</span>
          <time class="muted" dateTime={row.updated_at}>{when.short(row.updated_at)}</time>
        </button>
      ))}
      {found.messages.length > 0 && <h2 class="group-title">{t("search.messages")}</h2>}
      {found.messages.map((hit) => <Hit key={hit.message_id} hit={hit} icon="chat" />)}
      {found.files.length > 0 && <h2 class="group-title">{t("search.files")}</h2>}
      {found.files.map((hit, at) => <Hit key={at} hit={hit} icon="paperclip" />)}
      {found.sides && found.sides.length > 0 && <h2 class="group-title">{t("search.sides")}</h2>}
      {found.sides?.map((hit) => (
        <button key={hit.side_id} type="button" class="result" onClick={() => go({ page: "help", query: "sides" })}>
          <Icon name="chat" size={16} />
          <span class="result-title" dir="auto">#{hit.ticket_number} {hit.subject}</span>
        </button>
      ))}
      {found.customers.length > 0 && <h2 class="group-title">{t("search.customers")}</h2>}
      {found.customers.map((customer) => (
        <CustomerHit key={customer.id} customer={customer} query={query} />
      ))}
    </>
  );
}

function Nothing({ query }: { query: string }) {
  const meant = corrected(query, filterNames());
  return (
    <Empty icon="search" title={t("search.nothing", { query })}>
      {meant ? (
        <>
          <p>{t("search.meant")} <button type="button" class="link-button" onClick={() => go({ page: "search", query: meant }, { replace: true })}>{meant}</button></p>
          <p>{t("search.filters")}</p>
        </>
      ) : (
        <p>{t("search.nothing_text")}</p>
      )}
      <Wider query={query} />
    </Empty>
  );
}

function Marked({ title, query }: { title: string; query: string }) {
  return <>{marked(title, query).map(({ text, hit }, at) => (hit ? <mark key={at}>{text}</mark> : text))}</>;
}

function Hit({ hit, icon }: { hit: Found["messages"][number]; icon: IconName }) {
  return (
    <button type="button" class="result" onClick={() => go({ ticket: hit.ticket_id, message: hit.message_id })}>
      <Icon name={icon} size={16} />
      <span class="result-title" dir="auto">#{hit.ticket_number} {rows.value.get(hit.ticket_id)?.subject ?? ""}</span>
      <span class="result-text" dir="auto">{hit.snippet.map((part, at) => (part.hit ? <mark key={at}>{part.text}</mark> : part.text))}</span>
    </button>
  );
}

function CustomerHit({ customer, query }: { customer: { id: number; name: string }; query: string }) {
  const open = async (): Promise<void> => {
    const answer = await api<{ tickets: { id: number; created_at: string }[] }>("GET", `/api/customers/${customer.id}`).catch(() => null);
    const newest = answer?.tickets.sort((one, other) => (one.created_at < other.created_at ? 1 : -1))[0];
    if (newest) go({ ticket: newest.id });
    else go({ page: "customers", query: `customers:${customer.id}` });
  };
  return (
    <button type="button" class="result" onClick={() => void open()}>
      <Avatar name={customer.name} id={customer.id} size={24} />
      <span class="result-title" dir="auto"><Marked title={customer.name} query={query} /></span>
    </button>
  );
}
