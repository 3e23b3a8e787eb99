/** What holds for the whole desk: its name, its clock, how long things stay open. */
import { useState } from "preact/hooks";
import { api } from "../api";
import { Select } from "../parts/select";
import { Failed, Skeleton } from "../parts/states";
import { known, t } from "../text";
import { changesOf } from "./as_seen";
import { useData } from "./data";
import { Check, Field, TextField, useSaving } from "./form";
import { TimeZone } from "./time_zone";

interface DeskSettings {
  desk_name: string;
  time_zone: string;
  reopen_days: number;
  trash_days: number;
  usual_agent_days: number;
  undo_send_s: Record<string, number>;
  second_factor: "nobody" | "admins" | "everybody";
  customer_pages: boolean;
}

const WHO = ["nobody", "admins", "everybody"] as const;

export function Desk() {
  const { value, error, reload } = useData<DeskSettings>("/api/settings");
  if (error) return <Failed error={error} retry={reload} />;
  return value ? <DeskForm saved={value} /> : <Skeleton rows={4} />;
}

function DeskForm({ saved }: { saved: DeskSettings }) {
  const [opened, setOpened] = useState(saved);
  const [settings, setSettings] = useState(saved);
  const saving = useSaving(t("form.saved"));
  const set = (changes: Partial<DeskSettings>): void => setSettings({ ...settings, ...changes });
  const save = (event: Event): void => {
    event.preventDefault();
    void saving.run(() => api("PATCH", "/api/settings", changesOf(opened, settings, saving))).then((isDone) => isDone && setOpened(settings));
  };
  return (
    <form class="card" data-saved onSubmit={save}>
      <TextField name="desk_name" label={t("desk.name")} value={settings.desk_name} onText={(desk_name) => set({ desk_name })} problem={saving.problems["desk_name"]} maxLength={80} required />
      <TimeZone value={settings.time_zone} onChoose={(time_zone) => set({ time_zone })} />
      <NumberField name="reopen_days" label={t("desk.reopen_days")} help={t("desk.reopen_help")} value={settings.reopen_days} max={365} onNumber={(reopen_days) => set({ reopen_days })} problem={saving.problems["reopen_days"]} />
      <NumberField name="trash_days" label={t("desk.trash_days")} help={t("desk.trash_help")} value={settings.trash_days} max={365} onNumber={(trash_days) => set({ trash_days })} problem={saving.problems["trash_days"]} />
      <NumberField name="usual_agent_days" label={t("desk.usual_days")} help={t("desk.usual_help")} value={settings.usual_agent_days} max={365} onNumber={(usual_agent_days) => set({ usual_agent_days })} problem={saving.problems["usual_agent_days"]} />
      <Check label={t("desk.customer_pages")} help={t("desk.customer_pages_help")} checked={settings.customer_pages} onCheck={(customer_pages) => set({ customer_pages })} />
      {Object.entries(settings.undo_send_s).map(([kind, seconds]) => (
        <NumberField
          key={kind}
          name={`undo-${kind}`}
          label={t("desk.undo", { channel: known("channel.", kind) ?? kind })}
          value={seconds}
          max={120}
          onNumber={(next) => set({ undo_send_s: { ...settings.undo_send_s, [kind]: next } })}
          problem={saving.problems["undo_send_s"]}
        />
      ))}
      <Field name="second_factor" label={t("second_factor.setting")} help={t("second_factor.setting_help")}>
        {({ id }) => <Select id={id} label={t("second_factor.setting")} value={settings.second_factor} choices={WHO.map((value) => ({ value, label: t(`second_factor.of_${value}`) }))} onChoose={(who) => set({ second_factor: who as DeskSettings["second_factor"] })} />}
      </Field>
      <button type="submit" class="button primary" disabled={saving.isBusy || settings.desk_name.trim() === ""}>{t("action.save")}</button>
    </form>
  );
}

function NumberField({ name, label, help, value, max, onNumber, problem }: { name: string; label: string; help?: string; value: number; max: number; onNumber: (value: number) => void; problem: string | undefined }) {
  return <TextField name={name} type="number" min={0} max={max} label={label} {...(help && { help })} value={String(value)} onText={(text) => onNumber(Math.trunc(Number(text)))} problem={problem} required />;
}
