/** Finding in one ticket: what was said anywhere in it, also where the page has not loaded it yet. */
import { useEffect, useRef, useState } from "preact/hooks";
import { api } from "../api";
import { Icon, type IconName } from "../parts/icon";
import { go, route } from "../route";
import css from "../styles/find.css" with { type: "text" };
import { t } from "../text";
import { tell } from "../toasts";
import { wear } from "../wear";
import { findingIn } from "./finding";
import { mark } from "./found_marks";
import { point } from "./target";

wear(css);

interface Found { readonly message_ids: readonly number[]; readonly is_whole: boolean }

const ASK_AFTER_MS = 200;

export default function Find({ ticketId }: { ticketId: number }) {
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState("");
  const [found, setFound] = useState<Found | null>(null);
  const [at, setAt] = useState(0);
  const ids = found?.message_ids ?? [];
  useEffect(() => field.current?.focus(), []);
  useEffect(() => {
    setFound(null);
    if (text.trim() === "") return;
    const control = new AbortController();
    const ask = (): void => void api<Found>("GET", `/api/tickets/${ticketId}/found-messages?${new URLSearchParams({ q: text.trim() })}`, undefined, control.signal).then(take, (error: unknown) => control.signal.aborted || tell(error));
    const take = (answer: Found): void => (setFound(answer), show(answer.message_ids, answer.message_ids.length - 1));
    const timer = setTimeout(ask, ASK_AFTER_MS);
    return () => (clearTimeout(timer), control.abort());
  }, [text, ticketId]);
  // what is found is marked wherever it is on the page, also once older messages have come
  useEffect(() => mark(found ? text.trim() : ""));
  useEffect(() => () => mark(""), []);
  const show = (among: readonly number[], to: number): void => {
    const id = among[to];
    if (id === undefined) return;
    setAt(to);
    const element = document.querySelector<HTMLElement>(`.timeline [data-message="${id}"]`);
    if (element) point(element);
    go({ message: id }, { replace: true });
  };
  const step = (by: number): void => show(ids, (at + by + ids.length) % ids.length);
  const close = (): void => {
    findingIn.value = null;
    if (route.value.message !== null) go({}, { replace: true });
    document.querySelector<HTMLElement>(".timeline")?.focus({ preventScroll: true });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.isComposing) return;
    if (event.code === "Escape") close();
    else if (event.code === "Enter" && ids.length > 0) step(event.shiftKey ? 1 : -1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <search class="find" aria-label={t("find.title")} onKeyDown={onKeyDown}>
      <Icon name="search" size={16} />
      <input ref={field} id="find" type="text" class="find-text" aria-label={t("find.title")} placeholder={t("find.hint")} dir="auto" maxLength={200} autocomplete="off" value={text} onInput={(event) => setText(event.currentTarget.value)} />
      <span class="muted small-text find-count" role="status">{found && (ids.length === 0 ? t(found.is_whole ? "find.none" : "find.none_newest") : t("find.of", { at: at + 1, count: ids.length }))}</span>
      <Step icon="arrow_up" label={t("find.older")} isOff={ids.length === 0} onClick={() => step(-1)} />
      <Step icon="arrow_down" label={t("find.newer")} isOff={ids.length === 0} onClick={() => step(1)} />
      <Step icon="x" label={t("action.close")} onClick={close} />
    </search>
  );
}

function Step({ icon, label, onClick, isOff = false }: { icon: IconName; label: string; onClick: () => void; isOff?: boolean }) {
  return <button type="button" class="icon-button" aria-label={label} title={label} disabled={isOff} onClick={onClick}><Icon name={icon} size={16} /></button>;
}
