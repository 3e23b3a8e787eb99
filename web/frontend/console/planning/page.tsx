/** Planning: the forecast of what comes, and past weeks played again. */
import { Icon } from "../parts/icon";
import { Empty } from "../parts/states";
import { go, route } from "../route";
import { isSupervisor } from "../session";
import planning from "../styles/planning.css" with { type: "text" };
import reports from "../styles/reports.css" with { type: "text" };
import { t } from "../text";
import { wear } from "../wear";
import { ForecastView } from "./forecast";
import { Replays } from "./replays";

wear(reports);
wear(planning);

export default function PlanningPage() {
  const [tab = "", id = ""] = route.value.query.split(":");
  const isReplays = tab === "replays";
  return (
    <main id="main" class="pane page report planning" aria-label={t("planning.title")}>
      <header class="page-head">
        <button type="button" class="icon-button" aria-label={t("action.back_to_list")} onClick={() => go({})}><Icon name="back" /></button>
        <h1 class="pane-title">{t("planning.title")}</h1>
        {isSupervisor() && (
          <nav class="planning-tabs" aria-label={t("planning.title")}>
            <Tab label={t("planning.forecast")} query="" isCurrent={!isReplays} />
            <Tab label={t("planning.replays")} query="replays" isCurrent={isReplays} />
          </nav>
        )}
      </header>
      {!isSupervisor() ? <Empty icon="lock" title={t("planning.forbidden")} /> : (
        <div class="page-body">{isReplays ? <Replays shown={id ? Number(id) : null} /> : <ForecastView />}</div>
      )}
    </main>
  );
}

function Tab({ label, query, isCurrent }: { label: string; query: string; isCurrent: boolean }) {
  return <button type="button" class="button" aria-current={isCurrent ? "page" : undefined} onClick={() => go({ page: "planning", query })}>{label}</button>;
}
