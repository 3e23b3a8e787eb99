/** One macro: its name, its steps in their order, for whom it is. */
import { useEffect, useState } from "preact/hooks";
import { api } from "../api";
import { wantDefinitions } from "../customers/definitions";
import { Dialog } from "../parts/dialog";
import { Icon } from "../parts/icon";
import { Select } from "../parts/select";
import { SureButton } from "../parts/sure_button";
import { workspace } from "../session";
import { t } from "../text";
import { AudienceFields } from "../writing/audience";
import type { Macro, Step, StepKind, Template } from "../writing/types";
import { wholeOf } from "./as_seen";
import { TextField, useSaving } from "./form";
import { fieldsFor, StepFields } from "./macro_step";

const KINDS: readonly StepKind[] = ["status", "priority", "type", "team", "assignee", "skills", "add_tags", "remove_tags", "field", "customer_field", "follow", "snooze", "reply", "note"];

export function MacroDialog({ macro, templates, onClose }: { macro: Macro | null; templates: readonly Template[]; onClose: () => void }) {
  const [name, setName] = useState(macro?.name ?? "");
  const [steps, setSteps] = useState<readonly Step[]>(macro?.steps ?? []);
  const [shown, setShown] = useState({ audience: macro?.audience ?? ("private" as const), team_id: macro?.team_id ?? null });
  const saving = useSaving(t("form.saved"));
  const kinds = KINDS.filter((kind) => ((kind !== "reply" && kind !== "note") || templates.length > 0) && ((kind !== "field" && kind !== "customer_field") || fieldsFor(kind).length > 0));
  useEffect(wantDefinitions, []);
  const save = async (event: Event): Promise<void> => {
    event.preventDefault();
    const body = { name: name.trim(), steps, ...shown };
    if (await saving.run(() => (macro ? api("PUT", `/api/macros/${macro.id}`, wholeOf(macro, body, ["name", "steps", "audience", "team_id"], saving)) : api("POST", "/api/macros", body)))) onClose();
  };
  const remove = async (): Promise<void> => {
    if (macro && (await saving.run(() => api("DELETE", `/api/macros/${macro.id}`)))) onClose();
  };
  const move = (at: number, by: number): void => {
    const next = [...steps];
    const [moved] = next.splice(at, 1);
    next.splice(at + by, 0, moved!);
    setSteps(next);
  };
  return (
    <Dialog title={macro ? t("form.edit", { name: macro.name }) : t("macros.add")} onClose={onClose} className="policy">
      <form onSubmit={(event) => void save(event)}>
        <TextField name="name" label={t("form.name")} value={name} onText={setName} problem={saving.problems["name"]} maxLength={120} required />
        <h3 class="settings-subtitle">{t("macros.steps")}</h3>
        {saving.problems["steps"] && <p class="field-problem" role="alert"><Icon name="alert" size={14} /> {saving.problems["steps"]}</p>}
        <ol class="steps">
          {steps.map((step, at) => (
            <li key={at} class="step-line">
              <StepFields step={step} templates={templates} onChange={(changed) => setSteps(steps.map((one, place) => (place === at ? changed : one)))} />
              <button type="button" class="icon-button" disabled={at === 0} aria-label={t("macros.up")} onClick={() => move(at, -1)}><Icon name="arrow_up" size={16} /></button>
              <button type="button" class="icon-button" disabled={at === steps.length - 1} aria-label={t("macros.down")} onClick={() => move(at, 1)}><Icon name="arrow_down" size={16} /></button>
              <button type="button" class="icon-button" aria-label={t("macros.remove")} onClick={() => setSteps(steps.filter((one) => one !== step))}><Icon name="x" size={16} /></button>
            </li>
          ))}
        </ol>
        <Select label={t("macros.add_step")} value="" choices={[{ value: "", label: t("macros.add_step") }, ...kinds.map((kind) => ({ value: kind, label: t(`step.${kind}`) }))]} onChoose={(kind) => kind && setSteps([...steps, blank(kind as StepKind, templates)])} />
        <AudienceFields value={shown} onChange={setShown} problem={saving.problems["team_id"]} />
        <footer class="dialog-foot">
          {macro && <SureButton className="button danger-button" disabled={saving.isBusy} onSure={() => void remove()}><Icon name="trash" size={14} /> {t("action.delete")}</SureButton>}
          <button type="submit" class="button primary" disabled={saving.isBusy || name.trim() === "" || steps.length === 0}>{t("action.save")}</button>
        </footer>
      </form>
    </Dialog>
  );
}

/** A new step already does something. */
function blank(kind: StepKind, templates: readonly Template[]): Step {
  const desk = workspace.value!;
  const template_id = templates[0]?.id ?? 0;
  switch (kind) {
    case "status":
      return { do: kind, status_id: desk.statuses.find(({ category }) => category === "resolved")?.id ?? desk.statuses[0]!.id };
    case "priority":
      return { do: kind, priority: "high" };
    case "type":
      return { do: kind, type_id: desk.types[0]!.id };
    case "team":
      return { do: kind, team_id: desk.teams[0]?.id ?? null };
    case "assignee":
      return { do: kind, agent_id: "me" };
    case "skills":
      return { do: kind, skills: [] };
    case "add_tags":
    case "remove_tags":
      return { do: kind, tags: [] };
    case "snooze":
      return { do: kind, minutes: 24 * 60 };
    case "field":
    case "customer_field":
      return { do: kind, key: fieldsFor(kind)[0]?.key ?? "", value: null };
    case "follow":
      return { do: kind };
    case "reply":
    case "note":
      return { do: kind, template_id };
  }
}
