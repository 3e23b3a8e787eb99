/** What rules did, the newest first, each with why and with what could not be done. */
import { useState } from "preact/hooks";
import { api } from "../api";
import { Failed, Skeleton } from "../parts/states";
import { go } from "../route";
import { useData } from "../settings/data";
import { t, when, type Key } from "../text";
import { tell } from "../toasts";
import type { Run } from "./types";
import { doneText } from "./words";

const PAGE = 50;

export function Log() {
  const { value, error, reload } = useData<Run[]>("/api/automations/runs");
  const [older, setOlder] = useState<readonly Run[]>([]);
  if (error) return <Failed error={error} retry={reload} />;
  if (!value) return <Skeleton rows={2} />;
  const runs = [...value, ...older];
  const more = (): void => void api<Run[]>("GET", `/api/automations/runs?before=${runs.at(-1)!.id}`).then((next) => setOlder([...older, ...next]), tell);
  return (
    <section aria-labelledby="auto-log">
      <h3 id="auto-log" class="settings-subtitle">{t("auto.log")}</h3>
      {runs.length === 0 && <p class="muted small-text">{t("auto.log_none")}</p>}
      {runs.length > 0 && (
        <ul class="card lines">
          {runs.map((run) => (
            <li key={run.id} class="line">
              <span class="line-main">
                <span dir="auto"><strong>{run.name}</strong> <button type="button" class="link-button" onClick={() => go({ ticket: run.ticket_id })}>#{run.ticket_number}</button></span>
                <span class="small-text">{run.done.map(doneText).join(" · ")}</span>
                <span class="muted small-text">{t(`auto.on.${run.why.on}` as Key)} · <time dateTime={run.at}>{when.full(run.at)}</time></span>
              </span>
              <span class={`mark ${run.outcome === "done" ? "" : "mark-warn"}`}>{t(`auto.outcome.${run.outcome}`)}</span>
            </li>
          ))}
        </ul>
      )}
      {runs.length > 0 && runs.length % PAGE === 0 && <button type="button" class="link-button" onClick={more}>{t("auto.older")}</button>}
    </section>
  );
}
