/** How the desk is doing as a system, and what to do where it is not well. Asked again every few seconds. */
import { useEffect } from "preact/hooks";
import { Icon } from "../parts/icon";
import { Failed, Skeleton } from "../parts/states";
import { useData } from "../settings/data";
import "../settings/look";
import css from "../styles/system.css" with { type: "text" };
import { known, locale, size, t, when } from "../text";
import { wear } from "../wear";
import { Backups } from "./backups";
import { Block, Row } from "./lines";
import type { SystemState, Trouble } from "./types";

wear(css);

const AGAIN_MS = 5_000;

export default function SystemPage() {
  const { value: state, error, reload } = useData<SystemState>("/api/system");
  useEffect(() => {
    const timer = setInterval(() => document.hidden || reload(), AGAIN_MS);
    return () => clearInterval(timer);
  }, []);
  if (!state) return error ? <Failed error={error} retry={reload} /> : <Skeleton rows={6} />;
  return (
    <div class="system">
      {error ? <p class="notice is-bad" role="alert"><Icon name="alert" size={16} /> {t("system.stale", { time: when.clock(state.at) })}</p> : null}
      <Troubles found={state.troubles} />
      <Parts state={state} />
      <Queues state={state} />
      <Channels state={state} />
      <Machine state={state} />
      <Backups backup={state.backup} reload={reload} />
      <p class="muted small-text">{t("system.as_of", { time: when.clock(state.at) })}</p>
    </div>
  );
}

function Troubles({ found }: { found: readonly Trouble[] }) {
  if (!found.length) return <p class="notice is-good" role="status"><Icon name="check" size={16} /> {t("system.well")}</p>;
  return (
    <ul class="system-troubles" aria-label={t("system.troubles")}>
      {found.map((one) => (
        <li key={`${one.code} ${one.part ?? one.channel ?? ""}`} class="notice is-bad">
          <Icon name="alert" size={16} />
          <div>
            <strong>{wordsOf(one)}</strong>
            <p>{known("system.remedy.", one.code, paramsOf(one))}</p>
          </div>
        </li>
      ))}
    </ul>
  );
}

function Parts({ state }: { state: SystemState }) {
  return (
    <Block title={t("system.parts")}>
      {state.parts.map(({ name, owner, is_alive }) => (
        <Row key={name} name={partName(name, state)} detail={owner?.replace(/:$/, "") ?? t("system.never")} isGood={is_alive} value={t(is_alive ? "system.runs" : "system.stands")} />
      ))}
      <Row name={t("system.workers")} detail={t("system.jobs", { count: state.redis.jobs })} isGood={state.redis.workers > 0 && !state.troubles.some(({ code }) => code === "jobs_late")} value={String(state.redis.workers)} />
    </Block>
  );
}

function Queues({ state }: { state: SystemState }) {
  return (
    <Block title={t("system.queues")}>
      {state.queues.map(({ name, count, oldest_s, limit_s }) => (
        <Row key={name} name={known("system.queue.", name) ?? name} detail={count ? t("system.oldest", { seconds: Math.round(oldest_s) }) : t("system.nothing")} isGood={oldest_s <= limit_s} value={String(count)} />
      ))}
    </Block>
  );
}

function Channels({ state }: { state: SystemState }) {
  return (
    <Block title={t("system.channels")}>
      {state.channels.map((one) => {
        const broken = one.ways.filter((way) => !way.is_working);
        const detail = broken.map((way) => `${known("system.way.", way.direction)}: ${way.code}`).join(" · ");
        return <Row key={one.id} name={one.name} detail={detail} isGood={one.is_paused ? null : !broken.length} value={t(one.is_paused ? "system.paused" : broken.length ? "system.broken" : "system.works")} />;
      })}
    </Block>
  );
}

function Machine({ state: { version, python, schema, database, redis, disk } }: { state: SystemState }) {
  const pace = (ms: number | null): string => (ms === null ? "" : t("system.answers_in", { ms: new Intl.NumberFormat(locale.value, { maximumFractionDigits: ms < 10 ? 1 : 0 }).format(ms) }));
  return (
    <Block title={t("system.machine")}>
      <Row name={t("system.version")} detail={`Python ${python}`} value={version} />
      <Row name={database.kind === "sqlite" ? "SQLite" : "PostgreSQL"} detail={[database.version, pace(database.answer_ms)].join(" · ")} value={size(database.size)} />
      <Row name={t("system.schema")} detail={database.revision === schema ? "" : t("system.schema_wanted", { schema })} isGood={database.revision === schema} value={database.revision ?? "–"} />
      <Row name="Redis" detail={[redis.version, pace(redis.answer_ms)].filter(Boolean).join(" · ")} isGood={redis.state === "ok"} value={redis.memory === null ? t("system.away") : size(redis.memory)} />
      <Row name={t("system.disk")} detail={t("system.disk_of", { total: size(disk.total) })} value={size(disk.free)} />
    </Block>
  );
}

function partName(name: string, state: SystemState): string {
  const [kind = "", id] = name.split(":");
  const channel = state.channels.find((one) => one.id === Number(id));
  return channel ? t("system.part.channel", { name: channel.name }) : (known("system.part.", kind) ?? name);
}

function paramsOf(one: Trouble): Record<string, string | number> {
  return { name: one.channel ?? "", count: one.count ?? 0, seconds: Math.round(one.seconds ?? 0), free: size(one.free ?? 0) };
}

function wordsOf(one: Trouble): string {
  const part = one.part?.split(":")[0] ?? "";
  const name = part ? (known("system.part.", part === "channel" ? "some_channel" : part) ?? part) : (one.channel ?? "");
  return known("system.trouble.", one.code, { ...paramsOf(one), name }) ?? one.code;
}
