/** Past weeks played again: those there are, a new one, and what came out of the one that is shown. */
import { useEffect, useState } from "preact/hooks";
import { api } from "../api";
import { Icon } from "../parts/icon";
import { Empty, Failed, Skeleton } from "../parts/states";
import { SureButton } from "../parts/sure_button";
import { amount } from "../reports/words";
import { go } from "../route";
import { agentName, isAdmin, myId } from "../session";
import { useData } from "../settings/data";
import { known, t, when } from "../text";
import { tell } from "../toasts";
import { PlanDialog } from "./plan_dialog";
import { Result } from "./result";
import type { Replay, ReplayRow } from "./types";
import { few } from "./words";

const LOOK_MS = 1_500;

export function Replays({ shown }: { shown: number | null }) {
  const { value: rows, error, reload } = useData<ReplayRow[]>("/api/planning/replays");
  const [isAsking, setAsking] = useState(false);
  useAgain(rows?.some(isUnfinished) ?? false, reload);
  const remove = (row: ReplayRow): void => {
    void api("DELETE", `/api/planning/replays/${row.id}`).then(() => (go({ page: "planning", query: "replays" }), reload()), tell);
  };
  return (
    <>
      <div class="report-controls">
        <button type="button" class="button primary" onClick={() => setAsking(true)}><Icon name="plus" size={16} /> {t("planning.new")}</button>
        <span class="muted">{t("planning.replays_text")}</span>
      </div>
      {error ? <Failed error={error} retry={reload} /> : !rows ? <Skeleton rows={4} /> : rows.length === 0 ? <Empty icon="refresh" title={t("planning.no_replays")}><p>{t("planning.no_replays_text")}</p></Empty> : (
        <List rows={rows} shown={shown} onRemove={remove} />
      )}
      {shown !== null && <Detail key={shown} id={shown} />}
      {isAsking && <PlanDialog onClose={() => setAsking(false)} onAsked={(id) => (setAsking(false), reload(), go({ page: "planning", query: `replays:${id}` }))} />}
    </>
  );
}

function List({ rows, shown, onRemove }: { rows: readonly ReplayRow[]; shown: number | null; onRemove: (row: ReplayRow) => void }) {
  return (
    <div class="report-table" tabIndex={0} role="region" aria-label={t("planning.replays")}>
      <table>
        <caption class="visually-hidden">{t("planning.replays")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("form.name")}</th>
            <th scope="col">{t("planning.weeks")}</th>
            <th scope="col">{t("planning.by")}</th>
            <th scope="col" class="number">{t("planning.median")}</th>
            <th scope="col" class="number">{t("planning.kept")}</th>
            <th scope="col" class="number">{t("planning.agent_hours")}</th>
            <th scope="col"><span class="visually-hidden">{t("action.delete")}</span></th>
          </tr>
        </thead>
        <tbody>{rows.map((row) => <Line key={row.id} row={row} isShown={row.id === shown} onRemove={() => onRemove(row)} />)}</tbody>
      </table>
    </div>
  );
}

function Line({ row, isShown, onRemove }: { row: ReplayRow; isShown: boolean; onRemove: () => void }) {
  const { changed } = row;
  return (
    <tr class={isShown ? "is-shown" : ""}>
      <th scope="row"><button type="button" class="number-link" aria-current={isShown ? "true" : undefined} onClick={() => go({ page: "planning", query: `replays:${row.id}` })}>{row.name}</button></th>
      <td>{when.day(row.since)} – {when.day(row.until)}</td>
      <td>{agentName(row.agent_id)}</td>
      {changed ? (
        <>
          <td class="number">{amount(changed.wait_p50_s, "seconds")}</td>
          <td class="number">{amount(changed.kept, "share")}</td>
          <td class="number">{few(changed.agent_hours)}</td>
        </>
      ) : <td colSpan={3}><State row={row} /></td>}
      <td>{(row.agent_id === myId() || isAdmin()) && <SureButton className="icon-button" label={t("planning.remove", { name: row.name })} onSure={onRemove}><Icon name="trash" size={16} /></SureButton>}</td>
    </tr>
  );
}

function State({ row }: { row: ReplayRow }) {
  if (row.status === "failed") return <>{known("planning.failed_", row.error ?? "") ?? t("planning.failed_failed")}</>;
  if (row.status === "queued") return <>{t("planning.queued")}</>;
  return <progress max={100} value={row.progress} aria-label={t("planning.running")} />;
}

function Detail({ id }: { id: number }) {
  const { value: replay, error, reload } = useData<Replay>(`/api/planning/replays/${id}`);
  useAgain(replay ? isUnfinished(replay) : false, reload);
  if (error) return <Failed error={error} retry={reload} />;
  if (!replay) return <Skeleton rows={4} />;
  if (!replay.outcome) return <p class="notice" role="status"><State row={replay} /> {isUnfinished(replay) && t("planning.wait")}</p>;
  return <Result replay={replay} outcome={replay.outcome} />;
}

function isUnfinished({ status }: ReplayRow): boolean {
  return status === "queued" || status === "running";
}

/** Look again now and then, as long as something is not finished. */
function useAgain(isWanted: boolean, look: () => void): void {
  useEffect(() => {
    if (!isWanted) return;
    const timer = setInterval(look, LOOK_MS);
    return () => clearInterval(timer);
  }, [isWanted]);
}
