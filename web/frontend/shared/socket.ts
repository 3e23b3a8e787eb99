/** A WebSocket that comes back: hello and welcome, heartbeat, back-off with jitter; it never gives up. */

export type SocketState = "connecting" | "live" | "offline" | "closed";
export interface Frame {
  readonly t: string;
  readonly [name: string]: unknown;
}
export interface SocketOptions {
  /** Absolute ws(s) URL; see `socketUrl`. */
  url: string;
  /** First frame of every connection. */
  hello: () => Frame;
  /** Every frame except pong; `welcome` included. */
  onFrame: (frame: Frame) => void;
  /** "offline" comes when no connection has been welcomed for `offlineAfterMs`; newsAt: when the other side was last heard, 0 for never. */
  onState?: (state: SocketState, newsAt: number) => void;
  /** Return false to stop for good after this close code (session ended). */
  mayReconnect?: (code: number) => boolean;
  open?: (url: string) => WebSocket;
  pingEveryMs?: number;
  deadAfterMs?: number;
  offlineAfterMs?: number;
}
export interface LiveSocket {
  /** Send now if the connection is welcomed; false means not sent. */
  send(frame: Frame): boolean;
  /** Try at once instead of waiting for the back-off. */
  retry(): void;
  /** Somebody acts: try at once, and a connection that only looks open is lost when it answers nothing within 5 s. */
  wake(): void;
  close(): void;
}

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;

/** Return the time to wait before try `attempt` (from 0): full jitter up to 0.5 s doubled each time, at most 30 s. */
export function backoffMs(attempt: number, random: () => number = Math.random): number {
  return random() * Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(attempt, 10));
}

/** Return the ws(s) address of a path on the page's own server. */
export function socketUrl(path: string): string {
  return new URL(path, location.href).href.replace(/^http/, "ws");
}

export function openSocket(options: SocketOptions): LiveSocket {
  return new Reconnecting(options);
}

class Reconnecting implements LiveSocket {
  private socket: WebSocket | null = null;
  private welcomed = false;
  private stopped = false;
  private attempt = 0;
  private heardAt = 0;
  private newsAt = 0;
  private state: SocketState | null = null;
  private retryTimer: ReturnType<typeof setTimeout> | undefined;
  private pingTimer: ReturnType<typeof setTimeout> | undefined;
  private deadTimer: ReturnType<typeof setTimeout> | undefined;
  private offlineTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly options: SocketOptions) {
    globalThis.addEventListener?.("online", this.wake);
    globalThis.addEventListener?.("offline", this.wake);
    globalThis.addEventListener?.("pageshow", this.wake);
    globalThis.document?.addEventListener("visibilitychange", this.wake);
    this.connect();
  }

  send(frame: Frame): boolean {
    if (!this.welcomed || this.socket?.readyState !== 1) return false;
    this.socket.send(JSON.stringify(frame));
    return true;
  }

  retry(): void {
    if (this.stopped || this.socket) return;
    this.attempt = 0;
    this.connect();
  }

  close(): void {
    this.stopped = true;
    globalThis.removeEventListener?.("online", this.wake);
    globalThis.removeEventListener?.("offline", this.wake);
    globalThis.removeEventListener?.("pageshow", this.wake);
    globalThis.document?.removeEventListener("visibilitychange", this.wake);
    this.drop(1000);
    clearTimeout(this.retryTimer);
    clearTimeout(this.offlineTimer);
    this.tell("closed");
  }

  wake = (): void => {
    if (globalThis.document?.visibilityState === "hidden") return;
    if (!this.socket) this.retry();
    else if (this.welcomed) this.probe();
  };

  /** A machine that slept or lost its network has a socket that looks open: ask, and do not wait the full time for the answer. */
  private probe(): void {
    const asked = Date.now();
    this.send({ t: "ping" });
    setTimeout(() => {
      if (this.welcomed && this.heardAt < asked) this.lost(4000);
    }, 5_000);
  }

  private connect(): void {
    clearTimeout(this.retryTimer);
    this.tell("connecting");
    this.awaitOffline();
    let socket: WebSocket;
    try {
      socket = (this.options.open ?? ((url) => new WebSocket(url)))(this.options.url);
    } catch {
      return this.later();
    }
    this.socket = socket;
    this.heard();
    this.watchDead();
    socket.onopen = () => socket.send(JSON.stringify(this.options.hello()));
    socket.onmessage = (event) => this.receive(event.data);
    socket.onclose = (event) => {
      if (this.socket === socket) this.lost(event.code);
    };
  }

  private receive(data: unknown): void {
    this.heard();
    this.newsAt = this.heardAt;
    const frame = parseFrame(data);
    if (!frame) return;
    if (frame.t === "pong") return this.pingLater();
    if (frame.t === "welcome") this.welcome();
    this.options.onFrame(frame);
  }

  private welcome(): void {
    this.welcomed = true;
    this.attempt = 0;
    clearTimeout(this.offlineTimer);
    this.offlineTimer = undefined;
    this.pingLater();
    this.tell("live");
  }

  private heard(): void {
    this.heardAt = Date.now();
  }

  /** Armed from an answer, not from a timer: browsers slow chained timers of hidden pages to one a minute. */
  private pingLater(): void {
    clearTimeout(this.pingTimer);
    this.pingTimer = setTimeout(() => this.send({ t: "ping" }), this.options.pingEveryMs ?? 20_000);
  }

  private watchDead(): void {
    const limit = this.options.deadAfterMs ?? 45_000;
    clearTimeout(this.deadTimer);
    this.deadTimer = setTimeout(() => {
      if (Date.now() - this.heardAt >= limit) this.lost(4000);
      else this.watchDead();
    }, Math.max(50, this.heardAt + limit - Date.now()));
  }

  private lost(code: number): void {
    this.drop(code);
    if (this.stopped) return;
    if (this.options.mayReconnect?.(code) === false) return this.close();
    this.tell("connecting");
    this.awaitOffline();
    this.later();
  }

  private drop(code: number): void {
    const socket = this.socket;
    this.socket = null;
    this.welcomed = false;
    clearTimeout(this.pingTimer);
    clearTimeout(this.deadTimer);
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    if (socket.readyState < 2) socket.close(code === 4000 ? 4000 : 1000);
  }

  private later(): void {
    clearTimeout(this.retryTimer);
    this.retryTimer = setTimeout(() => this.connect(), backoffMs(this.attempt++));
  }

  private awaitOffline(): void {
    this.offlineTimer ??= setTimeout(() => this.tell("offline"), this.options.offlineAfterMs ?? 3_000);
  }

  private tell(state: SocketState): void {
    if (state === this.state || (state === "connecting" && this.state === "offline")) return;
    this.state = state;
    this.options.onState?.(state, this.newsAt);
  }
}

function parseFrame(data: unknown): Frame | null {
  if (typeof data !== "string") return null;
  try {
    const frame = JSON.parse(data) as Frame;
    return frame && typeof frame.t === "string" ? frame : null;
  } catch {
    return null;
  }
}
