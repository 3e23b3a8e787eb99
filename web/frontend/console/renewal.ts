/** Takes a new version by itself at a quiet moment; whoever works sees the banner and takes it when they like. */
import { effect } from "@preact/signals";
import { deskBuild, isOutdated } from "./builds";
import { uploads } from "./composer/uploads";
import { editors } from "./drafts";
import { outgoing } from "./outbox";
import { connection } from "./session";
import { isQuiet } from "./store/quiet";

const LOOK_EVERY_MS = 5_000;
/** So far apart a crowd of tabs comes back. */
const SPREAD_MS = 120_000;
const SIGNS = ["keydown", "pointerdown", "pointermove", "wheel", "visibilitychange"];
/** A version that was asked for and did not come is not asked for again: no tab reloads for ever. */
const TAKEN = "helpdesk.build";

export function startRenewal(): void {
  let stop = (): void => undefined;
  effect(() => {
    stop();
    stop = isOutdated.value && !wasTaken(deskBuild.value) ? waitForQuiet(deskBuild.value) : () => undefined;
  });
}

function waitForQuiet(build: string): () => void {
  let calmSince = performance.now();
  const spreadMs = Math.random() * SPREAD_MS;
  const stir = (): void => void (calmSince = performance.now());
  const look = (): void => {
    const moment = { calmMs: performance.now() - calmSince, isHidden: document.visibilityState === "hidden", isBusy: isBusy() };
    if (isQuiet(moment, spreadMs) && take(build)) location.reload();
  };
  const timer = setInterval(look, LOOK_EVERY_MS);
  for (const sign of SIGNS) document.addEventListener(sign, stir, { passive: true, capture: true });
  return () => {
    clearInterval(timer);
    for (const sign of SIGNS) document.removeEventListener(sign, stir, { capture: true });
  };
}

function isBusy(): boolean {
  const isUnsaved = [...editors.peek().values()].some(({ dirty }) => dirty);
  return isUnsaved || outgoing.peek().length > 0 || uploads.peek().length > 0 || connection.peek() !== "live" || isAtWork();
}

/** A dialog, an offer to be answered, something that plays, or a text in any field. */
function isAtWork(): boolean {
  if (document.querySelector("dialog[open], .offer")) return true;
  if ([...document.querySelectorAll<HTMLMediaElement>("audio, video")].some(({ paused }) => !paused)) return true;
  const fields = document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>("textarea, input:not([type=checkbox], [type=radio])");
  return [...fields].some(({ value, defaultValue }) => value !== defaultValue);
}

function wasTaken(build: string): boolean {
  try {
    return sessionStorage.getItem(TAKEN) === build;
  } catch {
    return true;
  }
}

function take(build: string): boolean {
  try {
    sessionStorage.setItem(TAKEN, build);
  } catch {
    // not to be remembered: see `wasTaken`
  }
  return wasTaken(build);
}
