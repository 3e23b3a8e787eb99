/** Views with live counts, one's own presence, and the way to everything else. */
import { useEffect, useRef } from "preact/hooks";
import { withKey } from "./key_map";
import { isSidebarOpen } from "./layout";
import { openPalette, openSearch, openShortcuts, signOut } from "./commands";
import { Bell } from "./bell_button";
import { mailboxes, writeMail } from "./letter/open";
import { Avatar } from "./parts/avatar";
import { Icon, type IconName } from "./parts/icon";
import { PresenceSwitch } from "./presence_switch";
import { go, route } from "./route";
import { connection, counts, isSupervisor, me, myTeams, workspace } from "./session";
import { soonPart } from "./soon_part";
import { t } from "./text";
import { VIEWS, viewName } from "./view_names";

const ICONS: Record<string, IconName> = { mine: "user", unassigned: "inbox", waiting: "clock", all: "list", resolved: "circle_check" };

const HelpLinks = soonPart((soon) => soon.HelpLinks, "help");
const MoreViews = soonPart((soon) => soon.MoreViews, "lists");

export function Sidebar() {
  const root = useRef<HTMLElement>(null);
  useEffect(() => {
    if (isSidebarOpen.value) root.current?.querySelector("button")?.focus();
  }, [isSidebarOpen.value]);
  return (
    <>
      {isSidebarOpen.value && <div class="scrim" onClick={() => (isSidebarOpen.value = false)} />}
      <nav ref={root} class={`sidebar ${isSidebarOpen.value ? "is-open" : ""}`} aria-label={t("sidebar.label")} onKeyDown={(event) => event.key === "Escape" && (isSidebarOpen.value = false)}>
        <div class="desk-name">
          <span class="desk-mark" aria-hidden="true"><Icon name="chat" /></span>
          <span class="desk-title">{workspace.value?.name ?? ""}</span>
          <Bell />
        </div>
        <button type="button" class="search-button" onClick={() => ((isSidebarOpen.value = false), openPalette())}>
          <Icon name="search" size={16} />
          <span>{t("sidebar.find")}</span>
          <kbd>{modifier()} K</kbd>
        </button>
        {mailboxes().length > 0 && (
          <button type="button" class="button new-mail" onClick={() => ((isSidebarOpen.value = false), writeMail())} title={withKey(t("letter.new"), "write_mail")}>
            <Icon name="mail" size={16} /> {t("letter.new")}
          </button>
        )}
        <ul class="views">
          {VIEWS.map((view) => <ViewLink key={view} view={view} icon={ICONS[view]!} />)}
          <ViewLink view="spam" icon="ban" />
        </ul>
        <HelpLinks />
        <MoreViews />
        {myTeams.value.length > 0 && <h2 class="sidebar-title">{t("sidebar.teams")}</h2>}
        <ul class="views">
          {myTeams.value.map((team) => <ViewLink key={team.id} view={`team:${team.id}`} icon="users" />)}
        </ul>
        <div class="sidebar-foot">
          <SideButton icon="search" label={t("sidebar.search")} onClick={openSearch} isCurrent={route.value.page === "search"} />
          <SideButton icon="user" label={t("sidebar.customers")} onClick={() => go({ page: "customers", query: "" })} isCurrent={route.value.page === "customers"} />
          {isSupervisor() && <SideButton icon="eye" label={t("sidebar.board")} onClick={() => go({ page: "board", query: "" })} isCurrent={route.value.page === "board"} />}
          {isSupervisor() && <SideButton icon="chart" label={t("sidebar.reports")} onClick={() => go({ page: "reports", query: "" })} isCurrent={route.value.page === "reports"} />}
          {isSupervisor() && <SideButton icon="users" label={t("sidebar.planning")} onClick={() => go({ page: "planning", query: "" })} isCurrent={route.value.page === "planning"} />}
          <SideButton icon="settings" label={t("sidebar.settings")} onClick={() => go({ page: "settings" })} isCurrent={route.value.page === "settings"} />
          <SideButton icon="keyboard" label={t("sidebar.shortcuts")} onClick={openShortcuts} />
        </div>
        <Self />
      </nav>
    </>
  );
}

export function ViewLink({ view, icon }: { view: string; icon: IconName }) {
  const isCurrent = route.value.view === view && route.value.page === null;
  const count = view === "resolved" ? 0 : (counts.value[view] ?? 0);
  const open = (): void => {
    isSidebarOpen.value = false;
    go({ view, ticket: isCurrent ? route.value.ticket : null });
  };
  return (
    <li>
      <button type="button" class="view-link" aria-current={isCurrent ? "page" : undefined} onClick={open}>
        <Icon name={icon} size={16} />
        <span class="view-name">{viewName(view)}</span>
        {count > 0 && <span class="count">{count > 999 && view.startsWith("view:") ? "999+" : count}</span>}
      </button>
    </li>
  );
}

function SideButton({ icon, label, onClick, isCurrent = false }: { icon: IconName; label: string; onClick: () => void; isCurrent?: boolean }) {
  const run = (): void => {
    isSidebarOpen.value = false;
    onClick();
  };
  return (
    <button type="button" class="view-link" aria-current={isCurrent ? "page" : undefined} onClick={run}>
      <Icon name={icon} size={16} />
      <span class="view-name">{label}</span>
    </button>
  );
}

function Self() {
  const agent = me.value?.agent;
  if (!agent) return null;
  return (
    <div class="self">
      <Avatar name={agent.name} id={agent.id} picture={agent.picture} size={30} online={connection.value === "live"} />
      <span class="self-text">
        <span class="self-name">{agent.name}</span>
        <PresenceSwitch />
      </span>
      <button type="button" class="icon-button" aria-label={t("sidebar.sign_out")} title={t("sidebar.sign_out")} onClick={() => void signOut()}>
        <Icon name="logout" size={16} />
      </button>
    </div>
  );
}

export function modifier(): string {
  return /Mac|iPhone|iPad/.test(navigator.platform) ? "⌘" : "Ctrl";
}
