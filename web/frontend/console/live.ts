/** Keeps the state right: frames of the socket in batches, answers of the API, and what lies between them. */
import { openSocket, socketUrl, type Frame, type LiveSocket } from "../shared/socket";
import { api, goToSignIn, Problem } from "./api";
import { deskBuild } from "./builds";
import { connection, isReadOnly, offlineSince, state } from "./session";
import { applyFrames } from "./store/apply";
import { isLiveFrame, type LiveFrame } from "./store/frames";
import { loadCounts, loadWorkspace } from "./store/load";
import type { State } from "./store/state";
import type { Workspace } from "./store/types";
import { t } from "./text";
import { toast } from "./toasts";

const KEPT_FRAMES = 2_000;
const HIDDEN_FLUSH_MS = 250;
const ACTS_APART_MS = 5_000;
const TYPING_LASTS_MS = 6_000;

let socket: LiveSocket | null = null;
let received = 0;
/** Frames up to here cannot be applied again: an older answer has to be asked for anew. */
let forgotten = 0;
let recent: LiveFrame[] = [];
let queue: LiveFrame[] = [];
let flushTimer: ReturnType<typeof setTimeout> | undefined;
let watched: number | null = null;
let actedAt = 0;
const typing = new Map<number, ReturnType<typeof setTimeout>>();
const listeners = new Set<(frames: readonly LiveFrame[]) => void>();
const refetchers = new Set<() => void>();

export function startLive(position: number): void {
  received = position;
  forgotten = position;
  socket = openSocket({
    url: socketUrl("/api/live"),
    hello: () => ({ t: "hello", position: received, watch: watched }),
    onFrame: receive,
    onState: (next, newsAt) => {
      connection.value = next;
      if (next === "live") offlineSince.value = null;
      else if (next === "offline") offlineSince.value ??= newsAt || Date.now();
    },
    mayReconnect: (code) => code !== 4401 || (goToSignIn(), false),
  });
}

export function stopLive(): void {
  socket?.close();
}

export function retryLive(): void {
  socket?.retry();
}

/** A connection that fell silent is told of in seconds when somebody needs it; left alone it is asked seldom, for the battery's sake. */
export function somebodyActs(): void {
  if (Date.now() - actedAt < ACTS_APART_MS) return;
  actedAt = Date.now();
  socket?.wake();
}

/** Tell the server which ticket is on the screen: its messages and entries follow live. */
export function watch(ticket: number | null): void {
  if (watched === ticket) return;
  watched = ticket;
  if (ticket !== null) somebodyActs();
  socket?.send({ t: "watch", ticket });
}

export function sendTyping(ticket: number, mode: "reply" | "note", on: boolean): void {
  socket?.send({ t: "typing", ticket, mode, on });
}

/** Tell the server that somebody works here: without it they are away after a while. */
export function sendActive(): void {
  socket?.send({ t: "active" });
}

/** Be called with every batch of frames after it has been applied. */
export function onFrames(listener: (frames: readonly LiveFrame[]) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Be called when missed frames cannot be had: ask the API again for what is on the screen. */
export function onRefetch(refetch: () => void): () => void {
  refetchers.add(refetch);
  return () => refetchers.delete(refetch);
}

/** Ask the API and put the answer into the state, then again the frames that are newer than the answer. */
export async function load<T extends { position: number }>(path: string, into: (state: State, answer: T) => State, signal?: AbortSignal): Promise<T> {
  const answer = await api<T>("GET", path, undefined, signal);
  if (signal?.aborted) throw new Problem("aborted", 0);
  if (forgotten > answer.position) return load(path, into, signal);
  flush();
  const newer = recent.filter((frame) => "p" in frame && frame.p > answer.position);
  state.value = applyFrames(into(state.value, answer), newer);
  return answer;
}

export function change(into: (state: State) => State): void {
  flush();
  state.value = into(state.value);
}

export async function loadDesk(): Promise<void> {
  await Promise.all([load<Workspace>("/api/workspace", loadWorkspace), load("/api/counts", loadCounts)]);
}

function receive(frame: Frame): void {
  if (frame.t === "welcome") return welcome(frame as unknown as { position: number; resumed: boolean; build?: string });
  if (frame.t === "read_only") return readOnly(frame["on"] === true);
  if (!isLiveFrame(frame as { t: string })) return;
  const live = frame as unknown as LiveFrame;
  if ("p" in live) received = Math.max(received, live.p);
  if (live.t === "customer_typing") typingEnds(live.ticket, live.on);
  queue.push(live);
  flushTimer ??= setTimeout(flush, HIDDEN_FLUSH_MS);
  if (queue.length === 1 && document.visibilityState === "visible") requestAnimationFrame(flush);
}

function readOnly(on: boolean): void {
  if (isReadOnly.value && !on) toast(t("banner.keeps_again"));
  isReadOnly.value = on;
}

function welcome({ position, resumed, build = "" }: { position: number; resumed: boolean; build?: string }): void {
  deskBuild.value = build;
  isReadOnly.value = false; // where it is not over, the next frame says so
  if (resumed) return;
  received = position;
  recent = [];
  forgotten = position;
  forget();
  void loadDesk().catch(() => undefined);
  for (const refetch of refetchers) refetch();
}

/** Of what was only kept at hand nobody knows now whether it is still true. */
function forget(): void {
  const tickets = new Map([...state.value.tickets].filter(([id]) => id === watched));
  state.value = { ...state.value, tickets, histories: new Map(), viewers: new Map(), customerTyping: new Set() };
}

function flush(): void {
  clearTimeout(flushTimer);
  flushTimer = undefined;
  if (queue.length === 0) return;
  const frames = queue;
  queue = [];
  remember(frames);
  state.value = applyFrames(state.value, frames);
  for (const listener of listeners) listener(frames);
}

function remember(frames: readonly LiveFrame[]): void {
  recent.push(...frames.filter((frame) => "p" in frame));
  if (recent.length <= KEPT_FRAMES) return;
  const dropped = recent.splice(0, recent.length - KEPT_FRAMES / 2);
  const last = dropped.at(-1);
  if (last && "p" in last) forgotten = last.p;
}

function typingEnds(ticket: number, on: boolean): void {
  clearTimeout(typing.get(ticket));
  typing.delete(ticket);
  if (!on) return;
  const end = (): void => change((now) => applyFrames(now, [{ t: "customer_typing", ticket, on: false }]));
  typing.set(ticket, setTimeout(end, TYPING_LASTS_MS));
}
