/** A side thread, folded until it is wanted; opening it marks it read. */
import { useEffect, useState } from "preact/hooks";
import { Icon } from "../parts/icon";
import { Skeleton } from "../parts/states";
import { agentName } from "../session";
import { t, when } from "../text";
import { tell } from "../toasts";
import { partnerOf, readSide, sideNews, writeAside } from "./sides";
import type { Side, SideDetail, SideMessage } from "./types";

export function SideCard({ side, isOpen = false, onRead }: { side: Side; isOpen?: boolean; onRead: () => void }) {
  const [open, setOpen] = useState(isOpen);
  return (
    <details class={`side ${side.is_unread ? "is-unread" : ""}`} open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <Icon name="chat" size={16} />
        <span class="side-subject" dir="auto">{side.subject}</span>
        <span class="muted side-with" dir="auto">{partnerOf(side)}</span>
        {side.is_unread && <span class="side-dot">{t("side.unread", { count: 1 })}</span>}
        <span class="muted side-when">{t("side.messages", { count: side.message_count })} · {when.short(side.last_at)}</span>
      </summary>
      {open && <Talk side={side} onRead={onRead} />}
    </details>
  );
}

function Talk({ side, onRead }: { side: Side; onRead: () => void }) {
  const [detail, setDetail] = useState<SideDetail | null>(null);
  const news = sideNews.value;
  const load = (): void => void readSide(side.id).then((found) => (setDetail(found), side.is_unread && onRead()), tell);
  useEffect(load, [side.id, side.last_at, news]);
  if (!detail) return <Skeleton rows={2} kind="line" />;
  return (
    <div class="side-talk">
      <ol class="side-messages">{detail.messages.map((one) => <Said key={one.id} message={one} />)}</ol>
      <Writing side={side} onWritten={setDetail} />
    </div>
  );
}

function Said({ message }: { message: SideMessage }) {
  const { agent_id, delivery, files } = message;
  const state = delivery === "delivered" || delivery === "read" ? "sent" : delivery;
  return (
    <li class={`side-message ${agent_id === null ? "is-outside" : ""}`}>
      <p class="side-by">
        <strong dir="auto">{agent_id === null ? message.from_name : agentName(agent_id)}</strong>
        {agent_id === null && <span class="muted"> · {t("side.outside")}</span>}
        <time class="muted" dateTime={message.created_at} title={when.full(message.created_at)}>{when.short(message.created_at)}</time>
      </p>
      <p class="side-text" dir="auto">{message.text}</p>
      {files.map((file) => <a key={file.id} class="side-file" href={file.url} download={file.filename}><Icon name="paperclip" size={14} /> {file.filename}</a>)}
      {state && state !== "withdrawn" && <p class={`small-text ${state === "failed" || state === "unknown" ? "side-failed" : "muted"}`}>{t(`side.state_${state as "sent"}`, { why: message.delivery_error ?? "" })}</p>}
    </li>
  );
}

function Writing({ side, onWritten }: { side: Side; onWritten: (detail: SideDetail) => void }) {
  const [text, setText] = useState("");
  const [key, setKey] = useState(() => crypto.randomUUID());
  const [isBusy, setBusy] = useState(false);
  const send = (): void => {
    if (isBusy || text.trim() === "") return;
    setBusy(true);
    writeAside(side.id, key, text.trim()).then((detail) => (setText(""), setKey(crypto.randomUUID()), onWritten(detail)), tell).finally(() => setBusy(false));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    event.stopPropagation();
    send();
  };
  return (
    <div class="side-writing">
      <textarea class="input" rows={2} dir="auto" aria-label={`${t("side.reply")}: ${side.subject}`} placeholder={t("side.hint")} value={text} onInput={(event) => setText(event.currentTarget.value)} onKeyDown={onKeyDown} />
      <button type="button" class="button primary small" disabled={isBusy || text.trim() === ""} onClick={send}><Icon name="send" size={14} /> {t("side.send")}</button>
    </div>
  );
}
