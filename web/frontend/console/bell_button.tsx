/** The bell: how many are unread, and what they are. */
import { told } from "./bell";
import { lazyPart } from "./lazy_part";
import { Icon } from "./parts/icon";
import { Popover } from "./parts/popover";
import { t } from "./text";

const NewsList = lazyPart<{ onDone: () => void }>(() => import("./news_list"), "news", "help");

export function Bell() {
  const unread = told.value?.unread ?? 0;
  const label = unread > 0 ? `${t("news.title")}: ${t("news.unread", { count: unread })}` : t("news.title");
  return (
    <Popover label={label} buttonClass="icon-button bell" button={<><Icon name="bell" />{unread > 0 && <span class="count">{unread > 99 ? "99+" : unread}</span>}</>}>
      {(close) => <NewsList onDone={close} />}
    </Popover>
  );
}
