/** A saved report by mail: when, to whom, and what went. */
import { useState } from "preact/hooks";
import { api } from "../api";
import { Dialog } from "../parts/dialog";
import { Icon } from "../parts/icon";
import { Select } from "../parts/select";
import { Failed, Skeleton } from "../parts/states";
import { SureButton } from "../parts/sure_button";
import { agentName, isAdmin, myId, workspace } from "../session";
import { useData } from "../settings/data";
import { Checks, Field, useSaving, type Saving } from "../settings/form";
import { known, locale, t, when, type Key } from "../text";
import { tell, toast } from "../toasts";
import type { Every, Letter, Saved, Schedule } from "./types";
import { dateName, weekday } from "./words";

const EVERY: readonly Every[] = ["day", "week", "month"];
const DAYS_OF: Record<Every, readonly number[]> = { day: [0], week: [0, 1, 2, 3, 4, 5, 6], month: Array.from({ length: 28 }, (_, day) => day + 1) };
const FIRST: Pick<Schedule, "every" | "day" | "hour"> = { every: "week", day: 0, hour: 9 };

/** "Every Monday, 09:00": in each reader's own zone. */
export function rhythmName({ every, day, hour }: Pick<Schedule, "every" | "day" | "hour">): string {
  const time = new Intl.DateTimeFormat(locale.value, { hour: "2-digit", minute: "2-digit", timeZone: "UTC" }).format(new Date(Date.UTC(2024, 0, 1, hour)));
  return t(`reports.each_${every}` as Key, { day: every === "week" ? weekday(day) : String(day), time });
}

export function ScheduleDialog({ saved, onClose }: { saved: Saved; onClose: () => void }) {
  const mayChange = saved.owner_id === myId() || isAdmin();
  const letters = useData<Letter[]>(`/api/saved-reports/${saved.id}/letters`);
  return (
    <Dialog title={t("reports.by_mail", { name: saved.name })} className="schedule" onClose={onClose}>
      {mayChange ? <Form saved={saved} onDone={onClose} /> : saved.schedule && <p>{rhythmName(saved.schedule)}</p>}
      <Letters report={saved} {...letters} />
    </Dialog>
  );
}

function Form({ saved, onDone }: { saved: Saved; onDone: () => void }) {
  const [asked, setAsked] = useState(saved.schedule ?? FIRST);
  const [chosen, setChosen] = useState<number[]>(saved.schedule?.recipients.map(({ agent_id }) => agent_id) ?? [myId()]);
  const saving = useSaving(t("form.saved"));
  const save = async (event: Event): Promise<void> => {
    event.preventDefault();
    const { every, day, hour } = asked;
    if (await saving.run(() => api("PUT", `/api/saved-reports/${saved.id}/schedule`, { every, day, hour, agent_ids: chosen }))) onDone();
  };
  const stop = async (): Promise<void> => {
    if (await saving.run(() => api("DELETE", `/api/saved-reports/${saved.id}/schedule`))) onDone();
  };
  return (
    <form onSubmit={(event) => void save(event)}>
      {saved.schedule && <Standing schedule={saved.schedule} />}
      <Rhythm asked={asked} onAsk={setAsked} />
      <Readers saved={saved} chosen={chosen} onChoose={setChosen} saving={saving} />
      <footer class="dialog-foot">
        {saved.schedule && <SureButton className="button" onSure={() => void stop()}>{t("reports.send_no_more")}</SureButton>}
        <button type="submit" class="button primary" disabled={saving.isBusy || chosen.length === 0}>{t("action.save")}</button>
      </footer>
    </form>
  );
}

function Standing({ schedule }: { schedule: Schedule }) {
  if (schedule.off_reason) return <p class="notice"><Icon name="alert" size={16} /> {t("reports.off", { name: agentName(schedule.owner_id) })}</p>;
  const troubles = schedule.recipients.flatMap(({ agent_id, trouble }) => (trouble ? [`${agentName(agent_id)}: ${known("reports.trouble_", trouble) ?? trouble}`] : []));
  return (
    <>
      {schedule.next_at && <p class="muted">{t("reports.next_letter", { time: when.moment(schedule.next_at) })}</p>}
      {troubles.map((words) => <p key={words} class="notice"><Icon name="alert" size={16} /> {words}</p>)}
    </>
  );
}

type Asked = Pick<Schedule, "every" | "day" | "hour">;

function Rhythm({ asked, onAsk }: { asked: Asked; onAsk: (asked: Asked) => void }) {
  const days = DAYS_OF[asked.every];
  const hours = Array.from({ length: 24 }, (_, hour) => ({ value: String(hour), label: `${String(hour).padStart(2, "0")}:00` }));
  return (
    <div class="rhythm">
      <Field name="every" label={t("reports.how_often")}>
        {({ id }) => <Select id={id} label={t("reports.how_often")} value={asked.every} choices={EVERY.map((value) => ({ value, label: t(`reports.every_${value}` as Key) }))} onChoose={(every) => onAsk({ ...asked, every: every as Every, day: DAYS_OF[every as Every][0]! })} />}
      </Field>
      {days.length > 1 && (
        <Field name="day" label={t("reports.on_day")}>
          {({ id }) => <Select id={id} label={t("reports.on_day")} value={String(asked.day)} choices={days.map((day) => ({ value: String(day), label: asked.every === "week" ? weekday(day) : String(day) }))} onChoose={(day) => onAsk({ ...asked, day: Number(day) })} />}
        </Field>
      )}
      <Field name="hour" label={t("reports.at_hour")} help={t("reports.at_hour_text")}>
        {({ id }) => <Select id={id} label={t("reports.at_hour")} value={String(asked.hour)} choices={hours} onChoose={(hour) => onAsk({ ...asked, hour: Number(hour) })} />}
      </Field>
    </div>
  );
}

function Readers({ saved, chosen, onChoose, saving }: { saved: Saved; chosen: number[]; onChoose: (chosen: number[]) => void; saving: Saving }) {
  const problem = saving.problems["agent_ids"];
  const choices = readers(saved, chosen).map((id) => ({ value: id, label: agentName(id) }));
  return (
    <>
      <Checks legend={t("reports.readers")} help={t("reports.readers_text")} choices={choices} chosen={chosen} onChoose={onChoose} />
      {problem && <p class="field-problem" role="alert" aria-invalid="true"><Icon name="alert" size={14} /> {problem}</p>}
    </>
  );
}

/** Who may open it, and who gets it now. */
function readers(saved: Saved, chosen: readonly number[]): number[] {
  const { agents = [], teams = [] } = workspace.value ?? {};
  const members = teams.find(({ id }) => id === saved.team_id)?.member_ids ?? [];
  const may = agents.filter(({ id, role }) => role !== "agent" && (id === saved.owner_id || saved.audience === "all" || (saved.audience === "team" && (role === "admin" || members.includes(id)))));
  return [...new Set([...may.map(({ id }) => id), ...chosen])];
}

function Letters({ report, value, error, reload }: { report: Saved; value: Letter[] | null; error: unknown; reload: () => void }) {
  const [isBusy, setBusy] = useState(false);
  const [key, setKey] = useState(() => crypto.randomUUID()); // the same until there is an answer: one press, one letter
  const send = (): void => {
    setBusy(true);
    void api("POST", `/api/saved-reports/${report.id}/letters`, { client_key: key })
      .then(() => (setKey(crypto.randomUUID()), toast(t("reports.is_on_its_way")), reload()), tell)
      .finally(() => setBusy(false));
  };
  return (
    <section class="letters" aria-label={t("reports.letters")}>
      <header>
        <h3>{t("reports.letters")}</h3>
        <button type="button" class="button small" disabled={isBusy} onClick={send}><Icon name="mail" size={14} /> {t("reports.send_me_one")}</button>
      </header>
      {error ? <Failed error={error} retry={reload} /> : value === null ? <Skeleton rows={2} /> : value.length === 0 ? <p class="muted">{t("reports.no_letters")}</p> : (
        <ul>
          {value.map((letter) => (
            <li key={letter.id}>
              <span dir="auto">{agentName(letter.agent_id)}</span>
              <span class="muted">{letter.day ? dateName(letter.day, "day") : `${when.moment(letter.created_at)}, ${t("reports.asked_for")}`}</span>
              {letter.state && <span class="muted">{known("reports.letter_", letter.state) ?? letter.state}</span>}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
