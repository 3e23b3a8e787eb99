/** The supervisors' live board. */
import { useEffect, useRef } from "preact/hooks";
import { Icon } from "../parts/icon";
import { Empty, Failed, Skeleton } from "../parts/states";
import { go, route } from "../route";
import { connection, isSupervisor } from "../session";
import css from "../styles/board.css" with { type: "text" };
import { t, when } from "../text";
import { wear } from "../wear";
import { Agents } from "./agents";
import { useBoard } from "./data";
import { Groups, Tiles } from "./figures";
import { Queue } from "./queue";
import { useSeconds } from "./spans";
import { Wall } from "./wall";

wear(css);

const WALL = "wall";

export default function BoardPage() {
  if (!isSupervisor()) return <main id="main" class="pane page"><Empty icon="lock" title={t("board.forbidden")} /></main>;
  return <LiveBoard />;
}

function LiveBoard() {
  const { board, error, reload } = useBoard();
  const now = useSeconds();
  const root = useRef<HTMLElement>(null);
  // A connection says nothing about the figures: the question for them may fail by itself.
  const isFresh = connection.value === "live" && error === null;
  const isWall = route.value.query === WALL;
  useEffect(() => followFullScreen(), []);
  const enter = (): void => {
    go({ page: "board", query: WALL });
    void root.current?.requestFullscreen?.().catch(() => undefined);
  };
  return (
    <main ref={root} id="main" class={`pane page board ${isWall ? "is-wall" : ""}`} aria-label={t("board.title")}>
      {!isWall && (
        <header class="page-head">
          <button type="button" class="icon-button" aria-label={t("action.back_to_list")} onClick={() => go({})}><Icon name="back" /></button>
          <h1 class="pane-title">{t("board.title")}</h1>
          {board && <span class="muted small-text">{isFresh ? t("board.as_of", { time: when.clock(board.at) }) : t("board.stale", { time: when.clock(board.at) })}</span>}
          <button type="button" class="button" onClick={enter}><Icon name="panel" size={16} /> {t("board.wall")}</button>
        </header>
      )}
      {!board && (error ? <Failed error={error} retry={reload} /> : <Skeleton rows={6} />)}
      {board && isWall && <Wall board={board} isFresh={isFresh} now={now} onLeave={leave} />}
      {board && !isWall && (
        <div class="page-body">
          <Tiles figures={board.total} now={now} />
          <div class="board-columns">
            <div class="board-column">
              <Queue queue={board.queue} agents={board.agents} now={now} reload={reload} />
              <Groups kind="teams" groups={board.teams} now={now} />
              <Groups kind="channels" groups={board.channels} now={now} />
              <Groups kind="skills" groups={board.skills} now={now} />
            </div>
            <Agents agents={board.agents} now={now} reload={reload} />
          </div>
        </div>
      )}
    </main>
  );
}

function leave(): void {
  if (document.fullscreenElement) void document.exitFullscreen();
  go({ page: "board", query: "" }, { replace: true });
}

/** Escape leaves the full screen by itself; wall mode goes with it. */
function followFullScreen(): () => void {
  const onChange = (): void => {
    if (!document.fullscreenElement && route.value.page === "board" && route.value.query === WALL) leave();
  };
  document.addEventListener("fullscreenchange", onChange);
  return () => document.removeEventListener("fullscreenchange", onChange);
}
