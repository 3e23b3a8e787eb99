/** The console: sidebar, list, ticket, customer; or search or settings in their place. */
import { Component, type ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { overlay } from "./commands";
import { CustomerPane } from "./customer/pane";
import { isNarrow, isPanelOpen } from "./layout";
import { lazy } from "./lazy";
import { lazyPart } from "./lazy_part";
import { occasion } from "./letter/open";
import { ListPane } from "./list/pane";
import { lightbox } from "./media/lightbox_open";
import { Banner } from "./parts/banner";
import { Toasts } from "./parts/toasts";
import { route } from "./route";
import { Sidebar } from "./sidebar";
import { loadSoon } from "./soon_part";
import { loadWords, t } from "./text";
import { TicketPane } from "./ticket/pane";

const AHEAD_MS = 1_000;
const RETRY_MS = 5_000;
/** After everything that somebody may wait for. */
const INSTALL_MS = 4_000;
const SearchPage = lazy(() => import("./search/page"), "finding");
const SettingsPage = lazy(() => import("./settings/page"), "settings", "settings_mail", "settings_hours", "forms", "routing");
const ReportsPage = lazy(() => import("./reports/page"), "reports", "forms");
const PlanningPage = lazy(() => import("./planning/page"), "planning", "forms");
const CustomersPage = lazy(() => import("./customers/page"), "customers", "forms", "lists", "writing");
const HelpPage = lazy(() => import("./help/page"), "help", "forms");
const BoardPage = lazy(() => import("./board/page"), "board");
const Palette = lazy(() => loadSoon().then((soon) => ({ default: soon.Palette })), "finding", "help", "writing");
const Shortcuts = lazy(() => import("./palette/shortcuts"), "finding", "app", "help", "writing");
const MacroPicker = lazy(() => import("./writing/macro_picker"), "answers");
const Tour = lazy(() => import("./tour/tour"), "app");
const PhoneNav = lazyPart(() => import("./phone/nav"), "app");
const LetterDialog = lazy(() => import("./letter/dialog"));
const Lightbox = lazy(() => import("./media/lightbox"), "media");

export function App() {
  useEffect(fetchAhead, []);
  return (
    <Boundary>
      <a class="skip-link" href="#main" onClick={skip}>
        {t("app.skip")}
      </a>
      <Banner />
      <Desk />
      {isNarrow.value && <PhoneNav />}
      <Toasts />
      {overlay.value === "palette" && <Palette />}
      {overlay.value === "shortcuts" && <Shortcuts />}
      {overlay.value === "tour" && <Tour />}
      {overlay.value === "macros" && <MacroPicker />}
      {occasion.value && <LetterDialog />}
      {lightbox.value && <Lightbox />}
    </Boundary>
  );
}

/** The palette opens at once, also without a connection. */
function fetchAhead(): void {
  setTimeout(() => void Promise.all([loadSoon(), loadWords("finding"), loadWords("help"), loadWords("writing")]).catch(() => undefined), AHEAD_MS);
  setTimeout(() => void Promise.all([loadSoon(), loadWords("app")]).then(([{ install }]) => install()).catch(() => undefined), INSTALL_MS);
  setTimeout(() => void loadSoon().then(({ startAhead }) => startAhead()).catch(() => undefined), AHEAD_MS);
  void startRouting();
}

/** Offers must not get lost: what starts them is tried again until it is there. */
async function startRouting(): Promise<void> {
  await loadSoon().then((soon) => soon.startRouting()).catch(() => setTimeout(() => void startRouting(), RETRY_MS));
}

/** Past views and list: to the box of the ticket at hand, else to the main part. */
function skip(event: Event): void {
  event.preventDefault();
  const target = document.getElementById("composer") ?? document.querySelector<HTMLElement>("#main [tabindex], #main button, #main input");
  target?.focus();
}

function Desk() {
  const { page, ticket } = route.value;
  const hasPanel = page === null && ticket !== null && isPanelOpen.value;
  return (
    <div class={`desk ${page ? "has-page" : ticket !== null ? "has-ticket" : "has-list"} ${hasPanel ? "has-panel" : ""}`}>
      <Sidebar />
      {page === null && (
        <main id="main" class="contents">
          <ListPane />
          <TicketPane />
        </main>
      )}
      {hasPanel && <CustomerPane />}
      {page === "search" && <SearchPage />}
      {page === "settings" && <SettingsPage />}
      {page === "reports" && <ReportsPage />}
      {page === "planning" && <PlanningPage />}
      {page === "board" && <BoardPage />}
      {page === "help" && <HelpPage />}
      {page === "customers" && <CustomersPage />}
    </div>
  );
}

/** A fault in one screen must not leave a white page. */
class Boundary extends Component<{ children: ComponentChildren }, { error: unknown }> {
  override state = { error: null as unknown };
  override componentDidCatch(error: unknown): void {
    console.error(error);
    this.setState({ error });
  }
  override render({ children }: { children: ComponentChildren }, { error }: { error: unknown }) {
    if (error === null) return children;
    return (
      <div class="empty full" role="alert">
        <p class="empty-title">{t("app.broken")}</p>
        <p>{t("app.broken_text")}</p>
        <button type="button" class="button primary" onClick={() => location.reload()}>{t("app.reload")}</button>
      </div>
    );
  }
}
