/** The way round a blocked WebSocket: long polls for what comes, plain posts for what goes. */

import { backoffMs } from "../../shared/socket";
import type { Ack, DeskEvent, RefusalCode, Send, ServerFrame, VisitorFrame, Welcome } from "../state/protocol";
import { ask, Problem } from "./rest";

const waitS = 25;
const patienceMs = 40_000;
const idleMs = 3_000;

export interface PollOptions {
  readonly token: () => string | null;
  /** The ticket to listen to and the last event known of it; null while there is none. */
  readonly cursor: () => { ticket: number; after: number } | null;
  /** Who the site says this is; null for nobody. */
  readonly identity: () => unknown;
  readonly onFrame: (frame: ServerFrame) => void;
  readonly onDown: () => void;
}

type Overview = Omit<Welcome, "t">;

export class Poll {
  private stopped = false;
  private welcomed = false;
  private attempt = 0;
  private abort = new AbortController();
  private wake: () => void = () => {};

  constructor(private readonly options: PollOptions) {
    void this.run();
  }

  stop(): void {
    this.stopped = true;
    this.abort.abort();
    this.wake();
  }

  send(frame: VisitorFrame): void {
    if (frame.t === "send") void this.post(frame);
    if (frame.t === "page") void ask("pages", { token: this.options.token(), method: "POST", body: frame.page }).catch(() => {});
    if (frame.t === "seen") void ask("seen", { token: this.options.token(), method: "PUT", body: { ticket: frame.ticket, seq: frame.seq } }).catch(() => {});
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      try {
        if (!this.welcomed) await this.greet();
        else await this.listen();
        this.attempt = 0;
      } catch {
        if (this.stopped) return;
        this.down();
        await this.rest(backoffMs(this.attempt++));
      }
    }
  }

  private async greet(): Promise<void> {
    const identity = this.options.identity();
    const proved = identity ? await ask<Partial<Overview>>("identity", { token: this.options.token(), method: "PUT", body: identity }).catch(problemOf) : {};
    const all = await this.get<Overview>("events");
    if (this.stopped) return;
    this.welcomed = true;
    this.options.onFrame({ ...all, ...proved, t: "welcome" });
  }

  private async listen(): Promise<void> {
    const cursor = this.options.cursor();
    if (!cursor) return this.rest(idleMs);
    const { events } = await this.get<{ readonly events: readonly DeskEvent[] }>(`events?ticket=${cursor.ticket}&after=${cursor.after}&wait=${waitS}`);
    if (!events.length) this.welcomed = false; // the other tickets, too, once in a while
    for (const event of events) if (!this.stopped) this.options.onFrame({ t: "event", ...event });
  }

  private async get<T>(path: string): Promise<T> {
    this.abort = new AbortController();
    const timer = setTimeout(() => this.abort.abort(), patienceMs);
    try {
      return await ask<T>(path, { token: this.options.token(), signal: this.abort.signal });
    } finally {
      clearTimeout(timer);
    }
  }

  private async post(frame: Send): Promise<void> {
    const { t: _, token, ...body } = frame;
    const identity = this.options.identity();
    try {
      const ack = await ask<Omit<Ack, "t">>("messages", { token, method: "POST", body: identity ? { ...body, identity } : body });
      if (this.stopped) return;
      this.options.onFrame({ ...ack, t: "ack" });
      this.options.onFrame({ t: "event", ticket: ack.ticket, seq: ack.seq, kind: "message", message: ack.message }); // the next poll starts behind it
      this.wake();
    } catch (error) {
      if (this.stopped) return;
      const code = refusalOf(error);
      if (code) this.options.onFrame({ t: "refused", client_id: frame.client_id, code });
      else this.down();
    }
  }

  private down(): void {
    this.abort.abort();
    if (!this.welcomed) return;
    this.welcomed = false;
    this.options.onDown();
  }

  private rest(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

const refusals: readonly string[] = ["too_long", "empty", "too_many", "blocked", "attachment", "invalid", "consent", "form", "identity"];

/** What the site said was not believed; anything else may be better next time. */
function problemOf(error: unknown): Partial<Overview> {
  return error instanceof Problem && error.code.startsWith("identity_") ? { problem: error.code } : {};
}

/** The desk's word for why it does not take the message; null when it may take it later (a paused channel, a fault). */
function refusalOf(error: unknown): RefusalCode | null {
  if (!(error instanceof Problem)) return null;
  if (refusals.includes(error.code)) return error.code as RefusalCode;
  return error.status === 413 ? "too_long" : null;
}
