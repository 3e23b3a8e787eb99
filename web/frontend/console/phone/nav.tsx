/** The row at a phone's bottom, where the thumb is; a ticket has the page for itself. */
import { openSearch } from "../commands";
import { isSidebarOpen } from "../layout";
import { told } from "../bell";
import { Icon, type IconName } from "../parts/icon";
import { go, route } from "../route";
import { counts } from "../session";
import css from "../styles/phone.css" with { type: "text" };
import { t } from "../text";
import { viewName } from "../view_names";
import { wear } from "../wear";
import { startBack } from "./back";
import { startViewport } from "./viewport";

wear(css);
startBack();
startViewport();

export default function PhoneNav() {
  const { page, ticket } = route.value;
  if (page === null && ticket !== null) return null;
  return (
    <nav class="phone-nav" aria-label={t("phone.nav")}>
      <ViewItem view="mine" icon="user" label={viewName("mine")} />
      <ViewItem view="unassigned" icon="inbox" label={viewName("unassigned")} />
      <ViewItem view="all" icon="list" label={t("phone.all")} />
      <Item icon="search" label={t("phone.search")} isCurrent={page === "search"} onPress={openSearch} />
      <Item icon="menu" label={t("phone.menu")} isCurrent={page !== null && page !== "search"} count={told.value?.unread ?? 0} onPress={() => (isSidebarOpen.value = true)} />
    </nav>
  );
}

function ViewItem({ view, icon, label }: { view: string; icon: IconName; label: string }) {
  const isCurrent = route.value.page === null && route.value.view === view;
  return <Item icon={icon} label={label} isCurrent={isCurrent} count={view === "all" ? 0 : (counts.value[view] ?? 0)} onPress={() => go({ view, ticket: null })} />;
}

function Item({ icon, label, isCurrent, count = 0, onPress }: { icon: IconName; label: string; isCurrent: boolean; count?: number; onPress: () => void }) {
  return (
    <button type="button" class="phone-item" aria-current={isCurrent ? "page" : undefined} onClick={onPress}>
      <span class="phone-icon">
        <Icon name={icon} size={20} />
        {count > 0 && <span class="phone-count">{count > 99 ? "99+" : count}</span>}
      </span>
      <span class="phone-label">{label}</span>
    </button>
  );
}
