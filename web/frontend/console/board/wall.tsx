/** The board for a screen on the wall: large figures, nobody's name, nothing to press. */
import { useEffect } from "preact/hooks";
import { api } from "../api";
import { Icon } from "../parts/icon";
import { t, when } from "../text";
import { Groups, Tiles } from "./figures";
import type { Board } from "./types";

const ALIVE_EVERY_MS = 5 * 60_000;

export function Wall({ board, isFresh, now, onLeave }: { board: Board; isFresh: boolean; now: number; onLeave: () => void }) {
  useEffect(stayAwake, []);
  return (
    <div class="wall">
      <Tiles figures={board.total} now={now} />
      <dl class="tiles wall-people">
        {(["available", "busy", "away"] as const).map((status) => (
          <div key={status} class="tile">
            <dt><span class={`presence-dot presence-${status}`} aria-hidden="true" /> {t(`board.${status}`)}</dt>
            <dd style={{ "--signs": 1 }}>{board.agents.filter((agent) => agent.online && agent.status === status).length}</dd>
          </div>
        ))}
      </dl>
      <Groups kind="teams" groups={board.teams} now={now} />
      <p class="wall-foot muted">
        {isFresh ? t("board.as_of", { time: when.clock(board.at) }) : <strong class="is-late"><Icon name="alert" size={16} /> {t("board.stale", { time: when.clock(board.at) })}</strong>}
        <button type="button" class="button small" onClick={onLeave}>{t("board.leave_wall")}</button>
      </p>
    </div>
  );
}

/** The screen does not go dark, and the session lives as long as the desk allows. */
function stayAwake(): () => void {
  let lock: { release: () => Promise<void> } | null = null;
  let isOver = false;
  const wake = async (): Promise<void> => {
    if (document.visibilityState !== "visible") return;
    const found = await navigator.wakeLock?.request("screen").catch(() => null);
    if (isOver) void found?.release();
    else lock = found ?? null;
  };
  const timer = setInterval(() => void api("GET", "/api/me").catch(() => undefined), ALIVE_EVERY_MS);
  document.addEventListener("visibilitychange", wake);
  void wake();
  return () => {
    isOver = true;
    clearInterval(timer);
    document.removeEventListener("visibilitychange", wake);
    void lock?.release();
  };
}
