/** By which ways one is told of what: kinds by ways, quiet hours, letters, browsers. */
import { useState } from "preact/hooks";
import { api } from "../api";
import { learned } from "../news/ring";
import { WAYS, type NewsChoices, type Way } from "../news/types";
import { Select } from "../parts/select";
import { Failed, Skeleton } from "../parts/states";
import { preferences } from "../session";
import css from "../styles/news.css" with { type: "text" };
import { known, t } from "../text";
import { tell } from "../toasts";
import { wear } from "../wear";
import { useData } from "./data";
import { Check, Field } from "./form";
import { Browsers } from "./news_browsers";
import { isTime, readTime } from "./opening";

wear(css);

const NIGHT = { begin: 22 * 60, end: 7 * 60 };
const MAIL_AFTER = [5, 15, 30, 60, 120, 240, 480];

export default function NewsPage() {
  const { value, error, reload } = useData<NewsChoices>("/api/news/choices");
  if (error) return <Failed error={error} retry={reload} />;
  if (!value) return <Skeleton rows={8} />;
  return <Choices first={value} />;
}

/** Shown at once, taken back if the server says no. */
function Choices({ first }: { first: NewsChoices }) {
  const [chosen, setChosen] = useState(first);
  const [saved, setSaved] = useState("");
  const save = (change: Partial<NewsChoices>): void => {
    const next = { ...chosen, ...change };
    setChosen(next);
    setSaved("");
    api<NewsChoices>("PUT", "/api/news/choices", { ways: next.ways, quiet: next.quiet, mail_after_min: next.mail_after_min }).then(
      (answer) => (learned(answer), setSaved(t("told.saved"))),
      (problem: unknown) => (setChosen(chosen), tell(problem)),
    );
  };
  const wantsMail = Object.values(chosen.ways).some((ways) => ways.includes("mail"));
  return (
    <>
      <p class="muted">{t("told.text")}</p>
      <Kinds chosen={chosen} onChoose={(ways) => save({ ways })} />
      {!preferences.value.sound && <p class="muted small-text">{t("told.sound_off")}</p>}
      <div class="card">
        <Quiet key={String(chosen.quiet !== null)} chosen={chosen} onChoose={(quiet) => save({ quiet })} />
        {wantsMail && (
          <Field name="mail_after" label={t("told.mail_after")}>
            {({ id }) => <Select id={id} label={t("told.mail_after")} value={String(chosen.mail_after_min)} choices={spans(chosen.mail_after_min)} onChoose={(minutes) => save({ mail_after_min: Number(minutes) })} />}
          </Field>
        )}
      </div>
      <p class="visually-hidden" role="status">{saved}</p>
      <Browsers />
    </>
  );
}

function Kinds({ chosen, onChoose }: { chosen: NewsChoices; onChoose: (ways: NewsChoices["ways"]) => void }) {
  const turn = (kind: string, way: Way, isOn: boolean): void => {
    const ways = chosen.ways[kind] ?? [];
    onChoose({ ...chosen.ways, [kind]: isOn ? [...ways, way] : ways.filter((one) => one !== way) });
  };
  return (
    <div class="card told-card">
      <table class="told">
        <caption class="visually-hidden">{t("told.kinds")}</caption>
        <thead>
          <tr>
            <th scope="col"><span class="visually-hidden">{t("told.kind")}</span></th>
            {WAYS.map((way) => <th key={way} scope="col">{t(`told.way.${way}`)}</th>)}
          </tr>
        </thead>
        <tbody>
          {Object.entries(chosen.ways).map(([kind, ways]) => (
            <tr key={kind}>
              <th scope="row">{known("told.", kind) ?? kind}</th>
              {WAYS.map((way) => (
                <td key={way}>
                  <label class="told-way">
                    <input type="checkbox" aria-label={`${known("told.", kind) ?? kind}: ${t(`told.way.${way}`)}`} checked={ways.includes(way)} onChange={(event) => turn(kind, way, event.currentTarget.checked)} />
                  </label>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Quiet({ chosen, onChoose }: { chosen: NewsChoices; onChoose: (quiet: NewsChoices["quiet"]) => void }) {
  const { quiet } = chosen;
  const [from, setFrom] = useState(clockOf(quiet?.begin ?? NIGHT.begin));
  const [until, setUntil] = useState(clockOf(quiet?.end ?? NIGHT.end));
  const keep = (): void => {
    const times = [from, until].map(readTime);
    setFrom(times[0]!);
    setUntil(times[1]!);
    const [begin, end] = times.map(minuteOf);
    if (times.every(isMinute) && (begin !== quiet?.begin || end !== quiet?.end)) onChoose({ begin: begin!, end: end! });
  };
  return (
    <fieldset class="field told-quiet">
      <legend>{t("told.quiet")}</legend>
      <Check label={t("told.quiet_on")} help={t("told.quiet_help", { zone: chosen.time_zone })} checked={quiet !== null} onCheck={(isOn) => onChoose(isOn ? NIGHT : null)} />
      {quiet !== null && (
        <div class="field-pair" onFocusOut={keep}>
          <Time name="quiet_from" label={t("told.from")} value={from} onText={setFrom} />
          <Time name="quiet_until" label={t("told.until")} value={until} onText={setUntil} />
        </div>
      )}
    </fieldset>
  );
}

function Time({ name, label, value, onText }: { name: string; label: string; value: string; onText: (text: string) => void }) {
  const problem = value === "" || isMinute(readTime(value)) ? undefined : t("told.not_a_time");
  return (
    <Field name={name} label={label} problem={problem}>
      {(attributes) => <input class="input time" value={value} maxLength={5} inputMode="numeric" onInput={(event) => onText(event.currentTarget.value)} {...attributes} />}
    </Field>
  );
}

function spans(chosen: number): { value: string; label: string }[] {
  const offered = [...new Set([...MAIL_AFTER, chosen])].sort((one, other) => one - other);
  return offered.map((minutes) => ({ value: String(minutes), label: minutes % 60 === 0 ? t("told.hours", { count: minutes / 60 }) : t("told.minutes", { count: minutes }) }));
}

const isMinute = (text: string): boolean => isTime(text) && text !== "24:00";
const clockOf = (minutes: number): string => [Math.floor(minutes / 60), minutes % 60].map((one) => String(one).padStart(2, "0")).join(":");
const minuteOf = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3));
