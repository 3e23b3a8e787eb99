/** Tells an agent who looks elsewhere: number in the title, a short sound. */
import { effect } from "@preact/signals";
import { onFrames } from "./live";
import { isUnread, myId, preferences, rows, workspace } from "./session";
import type { LiveFrame } from "./store/frames";
import type { Row } from "./store/types";
import { belongsTo } from "./store/views";

const TITLE_AFTER_MS = 500;

let audio: AudioContext | null = null;

export function startNotices(): void {
  let later: ReturnType<typeof setTimeout> | undefined;
  effect(() => {
    void [rows.value, workspace.value];
    later ??= setTimeout(() => ((later = undefined), titleNow()), TITLE_AFTER_MS);
  });
  onFrames((frames) => {
    if (preferences.peek().sound && !document.hasFocus() && frames.some(concernsMe)) beep();
  });
  // browsers let a page sound only after a gesture
  addEventListener("pointerdown", () => (audio ??= preferences.peek().sound ? new AudioContext() : null), { passive: true });
}

function titleNow(): void {
  const unread = unreadMine();
  const name = workspace.peek()?.name ?? "Helpdesk";
  document.title = unread > 0 ? `(${unread}) ${name}` : name;
}

function unreadMine(): number {
  let count = 0;
  for (const row of rows.peek().values()) count += Number(isMine(row) && isUnread(row));
  return count;
}

function isMine(row: Row): boolean {
  return belongsTo(row, "mine", myId());
}

function concernsMe(frame: LiveFrame): boolean {
  if (frame.t !== "event" || !frame.ticket || !isMine(frame.ticket)) return false;
  return frame.kind === "message.received" || frame.kind === "ticket.assigned";
}

/** A soft double tone, made here so that no file has to be fetched. */
export function beep(): void {
  audio ??= new AudioContext();
  const start = audio.currentTime;
  for (const [at, pitch] of [[0, 660], [0.12, 880]] as const) {
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    tone.frequency.value = pitch;
    volume.gain.setValueAtTime(0.0001, start + at);
    volume.gain.exponentialRampToValueAtTime(0.12, start + at + 0.02);
    volume.gain.exponentialRampToValueAtTime(0.0001, start + at + 0.22);
    tone.connect(volume).connect(audio.destination);
    tone.start(start + at);
    tone.stop(start + at + 0.25);
  }
}
