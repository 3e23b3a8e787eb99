/** What one step of a rule needs to be told. */
import { useState } from "preact/hooks";
import { Select } from "../parts/select";
import { workspace } from "../session";
import { Check, Checks } from "../settings/form";
import { fieldsFor, StepFields } from "../settings/macro_step";
import { languageName, t } from "../text";
import { PLACES } from "../writing/places";
import type { Step as MacroStep } from "../writing/types";
import type { Step, Whom } from "./types";

interface Props { nth: number; step: Step; onChange: (step: Step) => void }
const LANGUAGES = ["en", "ru", "uk"];

export function StepEdit({ nth, step, onChange }: Props) {
  switch (step.do) {
    case "letter":
      return <Letter nth={nth} texts={step.texts} onChange={(texts) => onChange({ ...step, texts })} />;
    case "note":
      return (
        <label class="grow step-fields"><span class="step-name">{t("auto.do.note")}</span>
          <textarea class="input" rows={3} dir="auto" required value={step.text} onInput={(event) => onChange({ ...step, text: event.currentTarget.value })} />
        </label>
      );
    case "notify":
      return <Notify whom={step.whom} onChange={(whom) => onChange({ ...step, whom })} />;
    case "follow":
      return <div class="grow"><People legend={t("auto.do.follow")} chosen={step.agent_ids} onChoose={(agent_ids) => onChange({ ...step, agent_ids })} /></div>;
    case "assignee":
      return (
        <span class="grow step-fields"><span class="step-name">{t("auto.do.assignee")}</span>{" "}
          <Select label={t("auto.do.assignee")} value={String(step.agent_id ?? "")} choices={[{ value: "", label: t("step.nobody") }, ...agents().map(({ id, name }) => ({ value: String(id), label: name }))]} onChoose={(id) => onChange({ ...step, agent_id: id ? Number(id) : null })} />
        </span>
      );
    default:
      return <StepFields step={step as MacroStep} templates={[]} onChange={(changed) => onChange(changed as Step)} />;
  }
}

function Letter({ nth, texts, onChange }: { nth: number; texts: Record<string, string>; onChange: (texts: Record<string, string>) => void }) {
  const [language, setLanguage] = useState(Object.keys(texts)[0] ?? "");
  const known = [...new Set(["", ...LANGUAGES, ...Object.keys(texts)])];
  const put = (text: string): void => {
    const { [language]: _, ...others } = texts;
    onChange(text ? { ...others, [language]: text } : others);
  };
  return (
    <div class="grow field">
      <label for={`letter-${nth}`} class="step-name">{t("auto.do.letter")}</label>
      <span class="filter-values">
        <Select label={t("auto.language")} value={language} choices={known.map((value) => ({ value, label: `${value ? languageName(value) : t("templates.any")}${texts[value] ? " ✓" : ""}` }))} onChoose={setLanguage} />
        <Select label={t("templates.place")} value="" choices={[{ value: "", label: t("templates.place") }, ...PLACES.map((value) => ({ value, label: `{{${value}}}` }))]} onChoose={(place) => place && put(`${texts[language] ?? ""}{{${place}}}`)} />
      </span>
      <textarea id={`letter-${nth}`} class="input" rows={4} dir="auto" value={texts[language] ?? ""} onInput={(event) => put(event.currentTarget.value)} />
      <p class="muted small-text">{t("auto.letter_help")}</p>
    </div>
  );
}

function Notify({ whom, onChange }: { whom: Whom; onChange: (whom: Whom) => void }) {
  return (
    <div class="grow">
      <Check label={t("auto.notify_assignee")} checked={whom.assignee} onCheck={(assignee) => onChange({ ...whom, assignee })} />
      <Check label={t("auto.notify_supervisors")} checked={whom.supervisors} onCheck={(supervisors) => onChange({ ...whom, supervisors })} />
      <People legend={t("auto.do.notify")} chosen={whom.agent_ids} onChoose={(agent_ids) => onChange({ ...whom, agent_ids })} />
    </div>
  );
}

function People({ legend, chosen, onChoose }: { legend: string; chosen: number[]; onChoose: (ids: number[]) => void }) {
  return <Checks legend={legend} choices={agents().map(({ id, name }) => ({ value: id, label: name }))} chosen={chosen} onChoose={onChoose} />;
}

function agents() {
  return (workspace.value?.agents ?? []).filter(({ is_active }) => is_active);
}

/** A new step already does something. */
export function blank(kind: Step["do"]): Step {
  const desk = workspace.value!;
  switch (kind) {
    case "letter":
      return { do: kind, texts: {} };
    case "note":
      return { do: kind, text: "" };
    case "notify":
      return { do: kind, whom: { assignee: true, supervisors: false, agent_ids: [] } };
    case "follow":
      return { do: kind, agent_ids: [] };
    case "status":
      return { do: kind, status_id: desk.statuses.find(({ category }) => category === "resolved")?.id ?? desk.statuses[0]!.id };
    case "priority":
      return { do: kind, priority: "high" };
    case "type":
      return { do: kind, type_id: desk.types[0]!.id };
    case "team":
      return { do: kind, team_id: desk.teams[0]?.id ?? null };
    case "assignee":
      return { do: kind, agent_id: null };
    case "add_tags":
    case "remove_tags":
      return { do: kind, tags: [] };
    case "field":
    case "customer_field":
      return { do: kind, key: fieldsFor(kind)[0]?.key ?? "", value: null };
  }
}
