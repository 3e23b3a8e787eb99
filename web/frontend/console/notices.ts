/** Tells an agent who looks elsewhere: number in the title, a short sound. */
import { effect } from "@preact/signals";
import { onFrames } from "./live";
import { look, startLooking } from "./news/looking";
import type { Rung } from "./news/types";
import { isUnread, myId, preferences, rows, workspace } from "./session";
import type { LiveFrame } from "./store/frames";
import type { Row } from "./store/types";
import { belongsTo } from "./store/views";

const TITLE_AFTER_MS = 500;
/** Longer than it takes to wake and to sound: what is awake takes 3 % of a core, silent or not. */
const RESTS_AFTER_MS = 2_000;

let audio: AudioContext | null = null;
let rest: ReturnType<typeof setTimeout> | undefined;

export function startNotices(): void {
  startLooking();
  let later: ReturnType<typeof setTimeout> | undefined;
  effect(() => {
    void [rows.value, workspace.value];
    later ??= setTimeout(() => ((later = undefined), titleNow()), TITLE_AFTER_MS);
  });
  onFrames((frames) => {
    look();
    if (!preferences.peek().sound || document.hasFocus()) return;
    const rung = frames.flatMap(rungBy);
    if (rung.length > 0) void import("./news/ring").then(({ ring }) => ring(rung, beep)).catch(() => undefined);
  });
  // browsers let a page sound only after a gesture
  addEventListener("pointerdown", () => void (!audio && preferences.peek().sound && awake()), { passive: true });
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

/** What may sound: news for me alone, and what my own list shows. */
function rungBy(frame: LiveFrame): Rung[] {
  if (frame.t === "private") {
    const news = frame.kind === "notification.added" ? frame.data.notification : null;
    return news ? [{ kind: news.kind, ticket: news.ticket_id, id: news.id }] : [];
  }
  if (frame.t !== "event" || !frame.ticket || !isMine(frame.ticket)) return [];
  return frame.kind === "message.received" || frame.kind === "ticket.assigned" ? [{ kind: frame.kind, ticket: frame.ticket.id }] : [];
}

/** What makes sounds; it rests when it was not asked for a while. */
function awake(): AudioContext {
  audio ??= new AudioContext();
  void audio.resume();
  clearTimeout(rest);
  rest = setTimeout(() => void audio?.suspend(), RESTS_AFTER_MS);
  return audio;
}

/** A soft double tone, made here so that no file has to be fetched. */
export function beep(): void {
  const context = awake();
  const start = context.currentTime;
  for (const [at, pitch] of [[0, 660], [0.12, 880]] as const) {
    const tone = context.createOscillator();
    const volume = context.createGain();
    tone.frequency.value = pitch;
    volume.gain.setValueAtTime(0.0001, start + at);
    volume.gain.exponentialRampToValueAtTime(0.12, start + at + 0.02);
    volume.gain.exponentialRampToValueAtTime(0.0001, start + at + 0.22);
    tone.connect(volume).connect(context.destination);
    tone.start(start + at);
    tone.stop(start + at + 0.25);
  }
}
