/** Settings: one's own for everybody, the desk's for admins. */
import type { FunctionComponent } from "preact";
import { useRef } from "preact/hooks";
import { lazy } from "../lazy";
import { useCurrentInSight } from "../parts/current";
import { Icon, type IconName } from "../parts/icon";
import { Empty } from "../parts/states";
import { go, route } from "../route";
import { isAdmin, isSupervisor } from "../session";
import { t, type Key } from "../text";
import { useEntered } from "../unsaved";
import { Agents } from "./agents";
import { Calendars } from "./calendars";
import { Channels } from "./channels";
import { Desk } from "./desk";
import "./look";
import { MailLog } from "./mail_log";
import { Mailboxes } from "./mailboxes";
import { Password } from "./password";
import { Profile } from "./profile";
import { Routing } from "./routing";
import { Rules } from "./rules";
import { Sessions } from "./sessions";
import { SlaPolicies } from "./sla_policies";
import { Skills, Teams } from "./named";

const AuditPage = lazy(() => import("./audit"), "audit");
const Automations = lazy(() => import("../automations/page"), "automations", "answers", "writing", "lists", "customers");
const CustomFields = lazy(() => import("./custom_fields"), "customer_settings", "customers");
const ApiKeys = lazy(() => import("./api_keys"), "customer_settings");
const Bots = lazy(() => import("./bots"), "bots");
const KeysPage = lazy(() => import("./keys_page"), "finding", "lists", "merging", "writing", "help");
const NewsPage = lazy(() => import("./news"), "news");
const Webhooks = lazy(() => import("./webhooks"), "webhooks");
const LearningPage = lazy(() => import("./learning"), "learning");
const Macros = lazy(() => import("./macros"), "answers", "writing", "customers");
const PromisesPage = lazy(() => import("./promises"), "writing");
const Retention = lazy(() => import("./retention"), "privacy");
const SecondFactor = lazy(() => import("./second_factor"), "second_factor", "sign_on");
const SignOnPage = lazy(() => import("./sign_on"), "sign_on");
const SetupSteps = lazy(() => import("./setup_steps"), "setup");
const System = lazy(() => import("../system/page"), "system");
const TagPage = lazy(() => import("./tags"), "tag_page");
const Templates = lazy(() => import("./templates"), "answers", "writing");

interface Section {
  id: string;
  title: Key;
  icon: IconName;
  group: "own" | "desk";
  mayOpen: () => boolean;
  Page: FunctionComponent;
}

const everybody = (): boolean => true;

const SECTIONS: readonly Section[] = [
  { id: "profile", title: "settings.profile", icon: "user", group: "own", mayOpen: everybody, Page: Profile },
  { id: "password", title: "settings.password", icon: "lock", group: "own", mayOpen: everybody, Page: Password },
  { id: "second_factor", title: "settings.second_factor", icon: "check", group: "own", mayOpen: everybody, Page: SecondFactor },
  { id: "sessions", title: "settings.sessions", icon: "eye", group: "own", mayOpen: everybody, Page: Sessions },
  { id: "promises", title: "settings.promises", icon: "hand", group: "own", mayOpen: everybody, Page: PromisesPage },
  { id: "news", title: "settings.news", icon: "bell", group: "own", mayOpen: everybody, Page: NewsPage },
  { id: "keys", title: "settings.keys", icon: "keyboard", group: "own", mayOpen: everybody, Page: KeysPage },
  { id: "templates", title: "settings.templates", icon: "note", group: "own", mayOpen: everybody, Page: Templates },
  { id: "macros", title: "settings.macros", icon: "bolt", group: "own", mayOpen: everybody, Page: Macros },
  { id: "setup", title: "settings.setup", icon: "circle_check", group: "desk", mayOpen: isAdmin, Page: SetupSteps },
  { id: "desk", title: "settings.desk_page", icon: "settings", group: "desk", mayOpen: isAdmin, Page: Desk },
  { id: "agents", title: "settings.agents", icon: "users", group: "desk", mayOpen: isSupervisor, Page: Agents },
  { id: "sign_on", title: "settings.sign_on", icon: "lock", group: "desk", mayOpen: isAdmin, Page: SignOnPage },
  { id: "teams", title: "settings.teams", icon: "inbox", group: "desk", mayOpen: isAdmin, Page: Teams },
  { id: "skills", title: "settings.skills", icon: "spark", group: "desk", mayOpen: isAdmin, Page: Skills },
  { id: "tags", title: "settings.tags", icon: "tag", group: "desk", mayOpen: isAdmin, Page: TagPage },
  { id: "routing", title: "settings.routing", icon: "forward", group: "desk", mayOpen: isAdmin, Page: Routing },
  { id: "rules", title: "settings.rules", icon: "bolt", group: "desk", mayOpen: isAdmin, Page: Rules },
  { id: "learning", title: "settings.learning", icon: "spark", group: "desk", mayOpen: isSupervisor, Page: LearningPage },
  { id: "automations", title: "settings.automations", icon: "spark", group: "desk", mayOpen: isAdmin, Page: Automations },
  { id: "sla_policies", title: "settings.sla_policies", icon: "clock", group: "desk", mayOpen: isAdmin, Page: SlaPolicies },
  { id: "calendars", title: "settings.calendars", icon: "list", group: "desk", mayOpen: isAdmin, Page: Calendars },
  { id: "channels", title: "settings.channels", icon: "chat", group: "desk", mayOpen: isAdmin, Page: Channels },
  { id: "mailboxes", title: "settings.mailboxes", icon: "mail", group: "desk", mayOpen: isAdmin, Page: Mailboxes },
  { id: "bots", title: "settings.bots", icon: "plane", group: "desk", mayOpen: isAdmin, Page: Bots },
  { id: "custom_fields", title: "settings.custom_fields", icon: "list", group: "desk", mayOpen: isAdmin, Page: CustomFields },
  { id: "api_keys", title: "settings.api_keys", icon: "lock", group: "desk", mayOpen: isAdmin, Page: ApiKeys },
  { id: "webhooks", title: "settings.webhooks", icon: "bolt", group: "desk", mayOpen: isAdmin, Page: Webhooks },
  { id: "mail_log", title: "settings.mail_log", icon: "search", group: "desk", mayOpen: isSupervisor, Page: MailLog },
  { id: "privacy", title: "settings.privacy", icon: "lock", group: "desk", mayOpen: isAdmin, Page: Retention },
  { id: "audit", title: "settings.audit", icon: "list", group: "desk", mayOpen: isAdmin, Page: AuditPage },
  { id: "system", title: "settings.system", icon: "bolt", group: "desk", mayOpen: isAdmin, Page: System },
];

export default function SettingsPage() {
  const section = SECTIONS.find(({ id }) => id === route.value.section) ?? SECTIONS[0]!;
  const { Page } = section;
  const main = useRef<HTMLElement>(null);
  useCurrentInSight(section);
  useEntered(main, "form[data-saved]", section.id);
  return (
    <div class="settings">
      <nav class="pane settings-nav" aria-label={t("settings.title")}>
        <header class="pane-head">
          <button type="button" class="icon-button" aria-label={t("action.back_to_list")} onClick={() => go({})}>
            <Icon name="back" />
          </button>
          <h1 class="pane-title">{t("settings.title")}</h1>
        </header>
        <Links group="own" current={section.id} />
        {isSupervisor() && <h2 class="sidebar-title">{t("settings.desk")}</h2>}
        <Links group="desk" current={section.id} />
      </nav>
      <main ref={main} id="main" class="pane settings-body" aria-label={t(section.title)} tabIndex={section.id === "system" ? 0 : undefined}>
        <div class="settings-column">
          <h2 class="settings-title">{t(section.title)}</h2>
          {section.mayOpen() ? <Page key={section.id} /> : <Empty icon="lock" title={t("settings.forbidden")} />}
        </div>
      </main>
    </div>
  );
}

function Links({ group, current }: { group: Section["group"]; current: string }) {
  return (
    <ul class="views">
      {SECTIONS.filter((section) => section.group === group && section.mayOpen()).map(({ id, title, icon }) => (
        <li key={id}>
          <button type="button" class="view-link" aria-current={id === current ? "page" : undefined} onClick={() => go({ page: "settings", section: id })}>
            <Icon name={icon} size={16} />
            <span class="view-name">{t(title)}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
