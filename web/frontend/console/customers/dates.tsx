/** Days that matter: birthdays, ends of contracts and others, with whom to tell before. */
import { useState } from "preact/hooks";
import { api } from "../api";
import { Icon } from "../parts/icon";
import { Select } from "../parts/select";
import { SureButton } from "../parts/sure_button";
import { me, workspace } from "../session";
import { Check, useSaving } from "../settings/form";
import { t, when } from "../text";
import { tell } from "../toasts";
import { DATE_KINDS } from "./list_types";
import type { ImportantDate } from "./types";

export function dateName({ kind, label }: Pick<ImportantDate, "kind" | "label">): string {
  return label || t(`dates.kind.${kind}` as "dates.kind.other");
}

export function Dates({ customerId, dates, onChange }: { customerId: number; dates: readonly ImportantDate[]; onChange: () => void }) {
  const [isAdding, setAdding] = useState(false);
  const at = `/api/customers/${customerId}/dates`;
  return (
    <section class="dates" aria-label={t("dates.title")}>
      <h3>{t("dates.title")}</h3>
      <ul>
        {dates.map((date) => (
          <li key={date.id}>
            <Icon name="bell" size={14} />
            <span class="line-main">
              <span dir="auto">{dateName(date)}: {when.date(date.day)}</span>
              <span class="muted small-text">
                {date.next_on && date.next_on !== date.day ? t("dates.next", { date: when.date(date.next_on) }) : ""} {date.remind_days !== null && t("dates.reminds", { count: date.remind_days, who: whom(date) })}
              </span>
            </span>
            <SureButton className="icon-button small" label={t("dates.remove", { name: dateName(date) })} title={t("action.delete")} onSure={() => void api("DELETE", `${at}/${date.id}`).then(onChange, tell)}><Icon name="trash" size={14} /></SureButton>
          </li>
        ))}
      </ul>
      {isAdding ? <AddDate at={at} onDone={() => (setAdding(false), onChange())} /> : <button type="button" class="button small" onClick={() => setAdding(true)}><Icon name="plus" size={14} /> {t("dates.add")}</button>}
    </section>
  );
}

function whom({ agent_id, team_id }: ImportantDate): string {
  const desk = workspace.value;
  return desk?.agents.find(({ id }) => id === agent_id)?.name ?? desk?.teams.find(({ id }) => id === team_id)?.name ?? "–";
}

function AddDate({ at, onDone }: { at: string; onDone: () => void }) {
  const [kind, setKind] = useState<string>("birthday");
  const [label, setLabel] = useState("");
  const [day, setDay] = useState("");
  const [isYearly, setYearly] = useState(true);
  const [reminds, setReminds] = useState("");
  const [who, setWho] = useState(`agent:${me.value?.agent.id ?? 0}`);
  const desk = workspace.value;
  const saving = useSaving();
  const save = (event: Event): void => {
    event.preventDefault();
    const [of, id] = who.split(":");
    const whose = reminds === "" ? {} : { remind_days: Number(reminds), [of === "team" ? "team_id" : "agent_id"]: Number(id) };
    void saving.run(() => api("POST", at, { kind, label: label.trim(), day, is_yearly: isYearly, ...whose })).then((isDone) => isDone && onDone());
  };
  return (
    <form class="date-form" onSubmit={save}>
      <Select label={t("dates.kind")} value={kind} choices={DATE_KINDS.map((value) => ({ value, label: t(`dates.kind.${value}`) }))} onChoose={(value) => (setKind(value), setYearly(value === "birthday"))} />
      {kind === "other" && <input class="input" dir="auto" maxLength={120} aria-label={t("dates.label")} placeholder={t("dates.label")} value={label} onInput={(event) => setLabel(event.currentTarget.value)} />}
      <input class="input" type="date" aria-label={t("dates.day")} required value={day} onInput={(event) => setDay(event.currentTarget.value)} />
      <Check label={t("dates.yearly")} checked={isYearly} onCheck={setYearly} />
      <label class="muted within">{t("dates.remind")} <input class="input" type="number" min={0} max={365} aria-label={t("dates.remind_days")} value={reminds} onInput={(event) => setReminds(event.currentTarget.value)} /> {t("filter.span_days")}</label>
      {reminds !== "" && <Select label={t("dates.whom")} value={who} choices={[...(desk?.agents ?? []).filter(({ is_active }) => is_active).map(({ id, name }) => ({ value: `agent:${id}`, label: name })), ...(desk?.teams ?? []).map(({ id, name }) => ({ value: `team:${id}`, label: name, group: t("sidebar.teams") }))]} onChoose={setWho} />}
      <button type="submit" class="button small primary" disabled={saving.isBusy || day === "" || (kind === "other" && label.trim() === "")}>{t("action.save")}</button>
    </form>
  );
}
