/** Deleting a team or a skill; where something still depends on it, what that is and where it may go. */
import { useState } from "preact/hooks";
import { api, Problem } from "../api";
import { Icon } from "../parts/icon";
import { Select } from "../parts/select";
import { SureButton } from "../parts/sure_button";
import { workspace } from "../session";
import { t, type Key } from "../text";
import { tell, toast } from "../toasts";
import { Field } from "./form";

interface Removed {
  id: number;
  name: string;
}
interface Props {
  kind: "teams" | "skills";
  item: Removed;
  onDone: () => void;
}

type Uses = readonly (readonly [Key, number])[];

export function Removal({ kind, item, onDone }: Props) {
  const [uses, setUses] = useState<Uses | null>(null);
  const [isBusy, setBusy] = useState(false);
  const remove = async (how = ""): Promise<void> => {
    setBusy(true);
    try {
      await api("DELETE", `/api/${kind}/${item.id}${how}`);
      toast(t("remove.done", { name: item.name }));
      onDone();
    } catch (error) {
      if (error instanceof Problem && error.code.endsWith("_in_use")) setUses(usesIn(error.fields));
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
      </ul>
      {kind === "teams" ? <ToTeam team={item} isBusy={isBusy} onMove={(id) => void remove(`?tickets_to=${id}`)} /> : <FromAll isBusy={isBusy} onTake={() => void remove("?force=true")} />}
    </section>
  );
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

function FromAll({ isBusy, onTake }: { isBusy: boolean; onTake: () => void }) {
  return <button type="button" class="button danger-button" disabled={isBusy} onClick={onTake}>{t("remove.take")}</button>;
}

function usesIn(fields: Readonly<Record<string, unknown>>): Uses {
  const open = countIn(fields["open_tickets"]);
  const found: Uses = [
    ["remove.open", open],
    ["remove.finished", Math.max(0, countIn(fields["tickets"]) - open)],
    ["remove.agents", countIn(fields["agents"])],
    ["remove.channels", countIn(fields["channel_ids"])],
    ["remove.rules", countIn(fields["rule_ids"])],
  ];
  return found.filter(([, count]) => count > 0);
}

/** A number, or the length of a list of ids. */
function countIn(value: unknown): number {
  return Array.isArray(value) ? value.length : Number(value) || 0;
}
