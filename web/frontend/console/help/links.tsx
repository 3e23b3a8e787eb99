/** In the sidebar: whose answer is waited for and what was said aside, with how many. */
import { isSidebarOpen } from "../layout";
import { Icon, type IconName } from "../parts/icon";
import { go, route } from "../route";
import { counts } from "../session";
import { ViewLink } from "../sidebar";
import { t } from "../text";
import "./look";

export default function HelpLinks() {
  return (
    <ul class="views">
      <Link section="approvals" icon="help" label={t("help.approvals")} count={counts.value["approvals"] ?? 0} />
      <Link section="sides" icon="chat" label={t("help.sides")} count={counts.value["sides"] ?? 0} />
      <ViewLink view="trash" icon="trash" />
    </ul>
  );
}

function Link({ section, icon, label, count }: { section: string; icon: IconName; label: string; count: number }) {
  const isCurrent = route.value.page === "help" && (route.value.query || "approvals") === section;
  const open = (): void => {
    isSidebarOpen.value = false;
    go({ page: "help", query: section });
  };
  return (
    <li>
      <button type="button" class="view-link" aria-current={isCurrent ? "page" : undefined} onClick={open}>
        <Icon name={icon} size={16} />
        <span class="view-name">{label}</span>
        {count > 0 && <span class="count">{count}</span>}
      </button>
    </li>
  );
}
