/** What a sound or film is doing: playing, where it is, whether this browser can play it at all. */
import { useEffect, useRef, useState } from "preact/hooks";

const SPEEDS = [1, 1.5, 2] as const;

export interface Playback {
  readonly isPlaying: boolean;
  readonly isBroken: boolean;
  readonly at: number;
  readonly length: number;
  readonly speed: number;
  readonly toggle: () => void;
  readonly seek: (to: number) => void;
  readonly faster: () => void;
}

/** `known`: how long it plays, in seconds, before the browser has found out itself. */
export function usePlayback(media: { current: HTMLMediaElement | null }, known: number): Playback {
  const [state, setState] = useState({ isPlaying: false, isBroken: false, at: 0, length: known, speed: 1 });
  const wanted = useRef<number | null>(null);
  const goTo = (element: HTMLMediaElement, to: number): void => {
    element.currentTime = to;
    wanted.current = element.currentTime < to - 1 ? to : null; // behind what has arrived so far
  };
  useEffect(() => {
    const element = media.current;
    if (!element) return;
    const goOn = (): void => {
      if (wanted.current !== null && element.duration >= wanted.current) goTo(element, wanted.current);
    };
    element.addEventListener("durationchange", goOn);
    const read = (): void => setState((old) => ({ ...old, isPlaying: !element.paused && !element.ended, at: element.currentTime, length: lengthOf(element, known), speed: element.playbackRate }));
    const fail = (): void => setState((old) => ({ ...old, isBroken: true, isPlaying: false }));
    const events = ["play", "pause", "ended", "timeupdate", "loadedmetadata", "durationchange", "seeked", "ratechange"];
    for (const event of events) element.addEventListener(event, read);
    element.addEventListener("error", fail);
    return () => {
      for (const event of events) element.removeEventListener(event, read);
      element.removeEventListener("error", fail);
      element.removeEventListener("durationchange", goOn);
      element.pause();
    };
  }, []);
  const toggle = (): void => {
    const element = media.current;
    if (!element) return;
    if (element.paused) void element.play().catch(() => undefined); // what is wrong with it says its error event
    else element.pause();
  };
  const seek = (to: number): void => {
    if (media.current) goTo(media.current, to);
  };
  const faster = (): void => {
    const element = media.current;
    if (element) element.playbackRate = SPEEDS[(SPEEDS.indexOf(element.playbackRate as 1) + 1) % SPEEDS.length] ?? 1;
  };
  return { ...state, toggle, seek, faster };
}

/** Of what has not arrived whole a browser takes the part for all of it. */
function lengthOf(element: HTMLMediaElement, known: number): number {
  return Number.isFinite(element.duration) && element.duration > 0 ? Math.max(element.duration, known) : known;
}

/** Two voices at once are none: whoever begins to play lets the others pause. */
export function onlyOnePlays(): void {
  document.addEventListener(
    "play",
    (event) => {
      for (const other of document.querySelectorAll<HTMLMediaElement>("audio, video")) if (other !== event.target && !other.muted) other.pause();
    },
    { capture: true },
  );
}
