/** The board, asked for again whenever the desk moves: at most once a second, and now and then in any case. */
import { useEffect, useRef, useState } from "preact/hooks";
import { api } from "../api";
import { onFrames, onRefetch } from "../live";
import type { Board } from "./types";

const AT_MOST_EVERY_MS = 1_000;
const IN_ANY_CASE_MS = 15_000; // what becomes late sends no frame of its own

export interface LiveBoard { board: Board | null; error: unknown; reload: () => void }

export function useBoard(): LiveBoard {
  const [board, setBoard] = useState<Board | null>(null);
  const [error, setError] = useState<unknown>(null);
  const reload = useRef<() => void>(() => undefined);
  useEffect(() => {
    const control = new AbortController();
    let askedAt = 0;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isAsking = false;
    let isMissed = false;
    const ask = async (): Promise<void> => {
      timer = undefined;
      if (isAsking) return void (isMissed = true);
      isAsking = true;
      askedAt = Date.now();
      try {
        setBoard(await api<Board>("GET", "/api/board", undefined, control.signal));
        setError(null);
      } catch (problem) {
        if (!control.signal.aborted) setError(problem);
      }
      isAsking = false;
      if (isMissed) (isMissed = false), soon();
    };
    const soon = (): void => void (timer ??= setTimeout(() => void ask(), Math.max(0, askedAt + AT_MOST_EVERY_MS - Date.now())));
    reload.current = soon;
    const stops = [onFrames((frames) => frames.some(moves) && soon()), onRefetch(soon)];
    const interval = setInterval(soon, IN_ANY_CASE_MS);
    void ask();
    return () => {
      control.abort();
      clearTimeout(timer);
      clearInterval(interval);
      for (const stop of stops) stop();
    };
  }, []);
  return { board, error, reload: () => reload.current() };
}

/** Typing and viewing move no figure. */
function moves({ t }: { t: string }): boolean {
  return t === "event" || t === "presence" || t === "gone" || t === "workspace";
}
