/** A view without tickets: what that means, and what to do next; on a new desk the steps to its first message. */
import { useEffect } from "preact/hooks";
import { openView } from "../lists/more_views";
import { mayChange, saved } from "../lists/saved";
import { takeLostFocus } from "../lost_focus";
import { Icon, type IconName } from "../parts/icon";
import { Empty } from "../parts/states";
import { go } from "../route";
import { counts, isAdmin, workspace } from "../session";
import { useData } from "../settings/data";
import type { ListAnswer } from "../store/types";
import { known, t } from "../text";
import { viewName } from "../view_names";

/** More work here than a newcomer has set up in the first hour. */
const GROWN_AGENTS = 5;
/** Nobody looks for work here. */
const ASIDE = ["spam", "trash"];

export default function EmptyView({ view, isGone = false }: { view: string; isGone?: boolean }) {
  useEffect(takeLostFocus, []);
  if (isGone) return <Gone />;
  return mayBeNew() ? <NewDesk view={view} /> : <NothingHere view={view} />;
}

function mayBeNew(): boolean {
  const agents = (workspace.value?.agents ?? []).filter((agent) => agent.is_active);
  return isAdmin() && counts.value["all"] === 0 && agents.length <= GROWN_AGENTS;
}

function NewDesk({ view }: { view: string }) {
  const resolved = useData<ListAnswer>("/api/tickets?view=resolved&sort=activity");
  if (!resolved.value && !resolved.error) return null;
  if (resolved.value?.order.length !== 0) return <NothingHere view={view} />;
  return (
    <Empty icon="spark" title={t("empty.new")}>
      <p>{t("empty.new_text")}</p>
      <ul class="steps">
        <li>
          <button type="button" class="step" onClick={() => go({ page: "settings", section: "setup" })}><Step icon="circle_check" name="setup" /></button>
        </li>
        <li>
          <a class="step" href="/try" target="_blank" rel="noopener"><Step icon="chat" name="try" /></a>
        </li>
        <li>
          <button type="button" class="step" onClick={() => go({ page: "settings", section: "agents" })}><Step icon="users" name="invite" /></button>
        </li>
        <li>
          <button type="button" class="step" onClick={() => go({ page: "settings", section: "channels" })}><Step icon="code" name="site" /></button>
        </li>
      </ul>
    </Empty>
  );
}

function Step({ icon, name }: { icon: IconName; name: "try" | "invite" | "site" | "setup" }) {
  return (
    <>
      <Icon name={icon} />
      <span class="step-main">
        <strong>{t(`empty.${name}`)}</strong>
        <span class="muted small-text">{t(`empty.${name}_text`)}</span>
      </span>
      <Icon name="chevron_right" size={16} />
    </>
  );
}

function NothingHere({ view }: { view: string }) {
  const filtered = saved.value.find(({ id }) => view === `view:${id}`);
  const elsewhere = view === "mine" ? "unassigned" : "all";
  const waiting = counts.value[elsewhere] ?? 0;
  return (
    <Empty icon={view === "resolved" ? "list" : "circle_check"} title={t(emptyTitle(view))}>
      <p>{filtered ? t("empty.filtered_text") : known("empty.", `${view}_text`) ?? t("empty.view_text")}</p>
      {filtered && mayChange(filtered) ? (
        <button type="button" class="button" onClick={() => openView(filtered)}><Icon name="pencil" size={16} /> {t("empty.filter")}</button>
      ) : !ASIDE.includes(view) && view !== elsewhere && waiting > 0 && (
        <button type="button" class="button" onClick={() => go({ view: elsewhere })}>
          {t("empty.show", { view: viewName(elsewhere), count: waiting })}
        </button>
      )}
    </Empty>
  );
}

function Gone() {
  return (
    <Empty icon="list" title={t("empty.gone")}>
      <p>{t("empty.gone_text")}</p>
      <button type="button" class="button" onClick={() => go({ view: "all" })}>{viewName("all")}</button>
    </Empty>
  );
}

function emptyTitle(view: string): "empty.mine" | "empty.unassigned" | "empty.waiting" | "empty.view" {
  return view === "mine" || view === "unassigned" || view === "waiting" ? `empty.${view}` : "empty.view";
}
