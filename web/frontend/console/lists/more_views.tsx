/** In the sidebar, below the first views: what is due, names me, is followed, sleeps; and the views people saved. */
import { useEffect } from "preact/hooks";
import { isSidebarOpen } from "../layout";
import { Icon } from "../parts/icon";
import { route } from "../route";
import { ViewLink } from "../sidebar";
import css from "../styles/lists.css" with { type: "text" };
import { t } from "../text";
import { wear } from "../wear";
import { show } from "./acts";
import { startKeeping } from "./keep";
import { MORE_ICONS, MORE_VIEWS } from "./names";
import { mayChange, saved, startSaved, type Saved } from "./saved";

wear(css);

export default function MoreViews() {
  useEffect(() => {
    startSaved();
    startKeeping();
  }, []);
  const shown = saved.value.find(({ id }) => route.value.view === `view:${id}` && route.value.page === null);
  return (
    <>
      <ul class="views">
        {MORE_VIEWS.map((view) => <ViewLink key={view} view={view} icon={MORE_ICONS[view]} />)}
      </ul>
      <div class="sidebar-title saved-title">
        <h2>{t("saved.title")}</h2>
        {shown && mayChange(shown) && (
          <button type="button" class="icon-button" aria-label={t("saved.edit")} title={t("saved.edit")} onClick={() => openView(shown)}><Icon name="pencil" size={14} /></button>
        )}
        <button type="button" class="icon-button" aria-label={t("saved.new")} title={t("saved.new")} onClick={() => openView(null)}><Icon name="plus" size={14} /></button>
      </div>
      <ul class="views">
        {saved.value.map(({ id, audience }) => <ViewLink key={id} view={`view:${id}`} icon={audience === "private" ? "pin" : "users"} />)}
      </ul>
    </>
  );
}

export function openView(view: Saved | null): void {
  isSidebarOpen.value = false;
  void show(async (close) => (await import("./view_dialog")).draw(view, close));
}
