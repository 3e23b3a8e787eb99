/** What the bell rang for, newest first. */
import { useEffect, useState } from "preact/hooks";
import { fetchOlderNews, markNewsRead, newsText, openNews, told } from "./bell";
import { isSidebarOpen } from "./layout";
import { Icon, type IconName } from "./parts/icon";
import { t, when } from "./text";
import { tell } from "./toasts";

const PAGE = 50;

export default function NewsList({ onDone }: { onDone: () => void }) {
  const [newIds] = useState(() => new Set(told.peek()?.notifications.filter(({ read }) => !read).map(({ id }) => id)));
  const news = told.value?.notifications ?? [];
  useEffect(() => void markNewsRead().catch(tell), [news[0]?.id]);
  return (
    <div class="bell-card" onKeyDown={step}>
      <h2>{t("news.title")}</h2>
      {news.length === 0 && <p class="muted">{t("news.none")}</p>}
      <ul>
        {news.map((one) => (
          <li key={one.id}>
            <button type="button" class={`news news-${one.kind === "sla.breached" ? "breached" : "warned"} ${newIds.has(one.id) ? "is-new" : ""}`} onClick={() => (onDone(), (isSidebarOpen.value = false), openNews(one))}>
              <Icon name={iconOf(one.kind)} size={14} />
              <span>{newsText(one)}</span>
              <time class="muted" dateTime={one.at} title={when.full(one.at)}>{when.short(one.at)}</time>
            </button>
          </li>
        ))}
      </ul>
      {news.length > 0 && news.length % PAGE === 0 && <button type="button" class="link-button" onClick={() => void fetchOlderNews().catch(tell)}>{t("news.older")}</button>}
    </div>
  );
}

const ICONS: Record<string, IconName> = { "sla.breached": "alert", "message.failed": "alert", "note.mentioned": "note", "ticket.assigned": "user", "ticket.team": "inbox", "message.received": "chat", "message.followed": "chat", "approval.asked": "check", "automation.told": "spark" };

const iconOf = (kind: string): IconName => ICONS[kind] ?? "clock";

/** Up and down as in every list; Tab goes on as everywhere. */
function step(event: KeyboardEvent): void {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.code];
  if (!by) return;
  event.preventDefault();
  const items = [...(event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>(".news")];
  const at = items.indexOf(document.activeElement as HTMLElement);
  (items[at + by] ?? items[by > 0 ? 0 : items.length - 1])?.focus();
}
