/** The bell: how many are unread, and what they are. */
import { useEffect, useState } from "preact/hooks";
import { fetchOlderNews, markNewsRead, newsText, openNews, told } from "./bell";
import { isSidebarOpen } from "./layout";
import { Icon } from "./parts/icon";
import { Popover } from "./parts/popover";
import { t, when } from "./text";
import { tell } from "./toasts";

const PAGE = 50;

export function Bell() {
  const unread = told.value?.unread ?? 0;
  const label = unread > 0 ? `${t("news.title")}: ${t("news.unread", { count: unread })}` : t("news.title");
  return (
    <Popover label={label} buttonClass="icon-button bell" button={<><Icon name="bell" />{unread > 0 && <span class="count">{unread > 99 ? "99+" : unread}</span>}</>}>
      {(close) => <NewsList onDone={close} />}
    </Popover>
  );
}

function NewsList({ onDone }: { onDone: () => void }) {
  const [newIds] = useState(() => new Set(told.peek()?.notifications.filter(({ read }) => !read).map(({ id }) => id)));
  const news = told.value?.notifications ?? [];
  useEffect(() => void markNewsRead().catch(tell), [news[0]?.id]);
  return (
    <div class="bell-card">
      <h2>{t("news.title")}</h2>
      {news.length === 0 && <p class="muted">{t("news.none")}</p>}
      <ul>
        {news.map((one) => (
          <li key={one.id}>
            <button type="button" class={`news news-${one.kind === "sla.breached" ? "breached" : "warned"} ${newIds.has(one.id) ? "is-new" : ""}`} onClick={() => (onDone(), (isSidebarOpen.value = false), openNews(one))}>
              <Icon name={one.kind === "sla.breached" ? "alert" : "clock"} size={14} />
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
