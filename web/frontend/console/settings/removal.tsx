/** Deleting a team, a skill, a tag or a policy; where something still depends on it, what that is and where it may go. */
import { useState } from "preact/hooks";
import { api, Problem } from "../api";
import { Icon } from "../parts/icon";
import { Select } from "../parts/select";
import { SureButton } from "../parts/sure_button";
import { go } from "../route";
import { workspace } from "../session";
import { t, type Key } from "../text";
import { tell, toast } from "../toasts";
import type { Saved as SavedReport } from "../reports/types";
import { Field } from "./form";

const MOST_NAMES = 8;

interface Removed {
  id: number;
  name: string;
}
interface Props {
  kind: "teams" | "skills" | "sla-policies" | "tags";
  item: Removed;
  onDone: () => void;
}

type Uses = readonly (readonly [Key, number])[];
interface Use { kind: keyof typeof WAYS; id: number; name: string }
const WAYS = {
  rule: () => toSettings("rules"),
  sla_policy: () => toSettings("sla_policies"),
  automation: () => toSettings("automations"),
  macro: () => toSettings("macros"),
  template: () => toSettings("templates"),
  view: (id: number) => go({ view: `view:${id}`, ticket: null }),
  report: toReport,
  segment: () => go({ page: "customers", query: "" }),
} as const;

export function Removal({ kind, item, onDone }: Props) {
  const [uses, setUses] = useState<Uses | null>(null);
  const [named, setNamed] = useState<readonly Use[]>([]);
  const [isBusy, setBusy] = useState(false);
  const remove = async (how = ""): Promise<void> => {
    setBusy(true);
    try {
      await api("DELETE", `/api/${kind}/${item.id}${how}`);
      toast(t("remove.done", { name: item.name }));
      onDone();
    } catch (error) {
      if (error instanceof Problem && error.code.endsWith("_in_use")) (setUses(usesIn(error.fields)), setNamed((error.fields["uses"] ?? []) as Use[]));
      else tell(error);
      setBusy(false);
    }
  };
  if (!uses) {
    return (
      <SureButton className="button danger-button" disabled={isBusy} onSure={() => void remove()}>
        <Icon name="trash" size={14} /> {t("action.delete")}
      </SureButton>
    );
  }
  return (
    <section class="removal" role="alert">
      <p>
        <Icon name="alert" size={16} /> <strong>{t(`remove.${kind}`, { name: item.name })}</strong>
      </p>
      <ul>
        {uses.map(([text, count]) => <li key={text}>{t(text, { count })}</li>)}
        {named.slice(0, MOST_NAMES).map((use) => <li key={`${use.kind} ${use.id}`}><Named use={use} /></li>)}
        {named.length > MOST_NAMES && <li>{t("remove.others", { count: named.length - MOST_NAMES })}</li>}
      </ul>
      {kind === "tags" && named.length > 0 && <p>{t("remove.tags_then")}</p>}
      {kind === "teams" ? <ToTeam team={item} isBusy={isBusy} onMove={(id) => void remove(`?tickets_to=${id}`)} /> : kind === "skills" && named.length > 0 ? <p>{t("remove.by_hand")}</p> : <FromAll kind={kind} isBusy={isBusy} onTake={() => void remove("?force=true")} />}
    </section>
  );
}

/** What names it, with the way there. */
function Named({ use: { kind, id, name } }: { use: Use }) {
  return <button type="button" class="link-button" onClick={() => void WAYS[kind](id)}>{t(`remove.kind_${kind}`)}: {name}</button>;
}

function toSettings(section: string): void {
  go({ page: "settings", section });
}

async function toReport(id: number): Promise<void> {
  try {
    const [saved, { format, fromSaved }] = await Promise.all([api<readonly SavedReport[]>("GET", "/api/saved-reports"), import("../reports/question")]);
    const report = saved.find((one) => one.id === id);
    go({ page: "reports", query: report ? format(fromSaved(report.arrangement)) : "" });
  } catch (error) {
    tell(error);
  }
}

function ToTeam({ team, isBusy, onMove }: { team: Removed; isBusy: boolean; onMove: (id: number) => void }) {
  const others = (workspace.value?.teams ?? []).filter(({ id }) => id !== team.id);
  const [chosen, setChosen] = useState(others[0]?.id ?? 0);
  if (others.length === 0) return <p>{t("remove.no_other_team")}</p>;
  return (
    <>
      <Field name="tickets_to" label={t("remove.give_to")}>
        {({ id }) => <Select id={id} label={t("remove.give_to")} value={String(chosen)} choices={others.map(({ id: value, name }) => ({ value: String(value), label: name }))} onChoose={(value) => setChosen(Number(value))} />}
      </Field>
      <button type="button" class="button danger-button" disabled={isBusy} onClick={() => onMove(chosen)}>{t("remove.move")}</button>
    </>
  );
}

function FromAll({ kind, isBusy, onTake }: { kind: Props["kind"]; isBusy: boolean; onTake: () => void }) {
  return <button type="button" class="button danger-button" disabled={isBusy} onClick={onTake}>{t(kind === "skills" ? "remove.take" : kind === "tags" ? "remove.take_tag" : "remove.policy")}</button>;
}

function usesIn(fields: Readonly<Record<string, unknown>>): Uses {
  const open = countIn(fields["open_tickets"]);
  const found: Uses = [
    ["remove.open", open],
    ["remove.finished", Math.max(0, countIn(fields["tickets"]) - open)],
    ["remove.customers", countIn(fields["customers"])],
    ["remove.agents", countIn(fields["agents"])],
    ["remove.channels", countIn(fields["channel_ids"])],
    ["remove.rules", fields["uses"] && !fields["agents"] ? 0 : countIn(fields["rule_ids"])],
  ];
  return found.filter(([, count]) => count > 0);
}

/** A number, or the length of a list of ids. */
function countIn(value: unknown): number {
  return Array.isArray(value) ? value.length : Number(value) || 0;
}
