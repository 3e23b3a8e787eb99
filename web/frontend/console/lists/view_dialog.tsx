/** A saved view: its name, who finds it, its order, and the filter it is. */
import { useState } from "preact/hooks";
import { Dialog } from "../parts/dialog";
import { Select } from "../parts/select";
import { SureButton } from "../parts/sure_button";
import { go, route } from "../route";
import { isSupervisor, myTeams } from "../session";
import { TextField, useSaving } from "../settings/form";
import type { Sort } from "../store/views";
import css from "../styles/lists.css" with { type: "text" };
import { t } from "../text";
import { toast } from "../toasts";
import { wear } from "../wear";
import { FilterEdit } from "./filter_edit";
import { fresh } from "./filter_values";
import { sortChoices } from "./sorts";
import { removeView, saveView, type Draft, type Filter, type Saved } from "./saved";

wear(css);

const SAYS_STATE = /^(status|category|spam|resolved|closed|rating)$/;

export function draw(view: Saved | null, close: () => void) {
  return <ViewDialog view={view} onClose={close} />;
}

function ViewDialog({ view, onClose }: { view: Saved | null; onClose: () => void }) {
  const [draft, setDraft] = useState<Draft>(view ?? { name: "", audience: "private", team_id: null, filter: { conditions: [fresh("assignee")] }, sort: "urgency" });
  const saving = useSaving();
  const filter: Filter = { match: draft.filter.match ?? "all", conditions: draft.filter.conditions ?? [], groups: draft.filter.groups ?? [] };
  const put = (changes: Partial<Draft>): void => setDraft({ ...draft, ...changes });
  const save = async (event: Event): Promise<void> => {
    event.preventDefault();
    let made: Saved | undefined;
    const isDone = await saving.run(async () => (made = await saveView(view?.id ?? null, { ...draft, filter: complete(filter) })));
    if (!isDone || !made) return;
    toast(t("saved.saved", { name: made.name }));
    go({ view: `view:${made.id}`, sort: made.sort, ticket: null });
    onClose();
  };
  const remove = async (): Promise<void> => {
    if (!view || !(await saving.run(() => removeView(view.id)))) return;
    const again = (): void => void saveView(null, view).then(({ id }) => go({ view: `view:${id}`, ticket: null }), () => undefined);
    toast(t("saved.removed", { name: view.name }), { action: { label: t("action.undo"), run: again } });
    if (route.value.view === `view:${view.id}`) go({ view: "mine", ticket: null });
    onClose();
  };
  return (
    <Dialog title={t(view ? "saved.edit" : "saved.new")} onClose={onClose} className="view-dialog">
      <form onSubmit={(event) => void save(event)}>
        <TextField name="view-name" label={t("saved.name")} value={draft.name} maxLength={80} required problem={saving.problems["name"]} onText={(name) => put({ name })} />
        <div class="view-top">
          <div class="field">
            <label for="view-for">{t("saved.for")}</label>
            <Select id="view-for" label={t("saved.for")} value={draft.audience === "team" ? `team:${draft.team_id}` : draft.audience} choices={audiences()} onChoose={(value) => put(audienceOf(value))} />
          </div>
          <div class="field">
            <label for="view-sort">{t("saved.sort")}</label>
            <Select id="view-sort" label={t("saved.sort")} value={draft.sort} choices={sortChoices()} onChoose={(sort) => put({ sort: sort as Sort })} />
          </div>
        </div>
        <FilterEdit filter={filter} onChange={(next) => put({ filter: next })} />
        {!saysState(filter) && <p class="muted small-text">{t("saved.active")}</p>}
        <footer class="dialog-foot">
          {view && <SureButton className="button danger-button" disabled={saving.isBusy} onSure={() => void remove()}>{t("saved.remove")}</SureButton>}
          <button type="submit" class="button primary" disabled={saving.isBusy}>{t("action.save")}</button>
        </footer>
      </form>
    </Dialog>
  );
}

function audiences(): { value: string; label: string }[] {
  return [
    { value: "private", label: t("saved.private") },
    ...myTeams.value.map(({ id, name }) => ({ value: `team:${id}`, label: t("saved.team", { name }) })),
    ...(isSupervisor() ? [{ value: "all", label: t("saved.all") }] : []),
  ];
}

function audienceOf(value: string): Pick<Draft, "audience" | "team_id"> {
  if (value.startsWith("team:")) return { audience: "team", team_id: Number(value.slice(5)) };
  return { audience: value as "private" | "all", team_id: null };
}

/** A condition nobody has given a value yet says nothing. */
function complete(filter: Filter): Filter {
  const said = <T extends Pick<Filter, "conditions">>(group: T): T => ({ ...group, conditions: group.conditions.filter(({ values }) => values.length > 0) });
  return { ...said(filter), groups: filter.groups.map(said).filter(({ conditions }) => conditions.length > 0) };
}

function saysState(filter: Filter): boolean {
  return [filter, ...filter.groups].some(({ conditions }) => conditions.some(({ field }) => SAYS_STATE.test(field)));
}
