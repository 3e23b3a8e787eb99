/** The connection to the desk: a WebSocket, and long polling for as long as none gets through. */

import { openSocket, socketUrl, type Frame, type LiveSocket, type SocketState } from "../../shared/socket";
import type { Hello, ServerFrame, VisitorFrame } from "../state/protocol";
import { addressOf } from "./address";
import { Poll, type PollOptions } from "./poll";

const fallbackMs = 6_000;

export interface LinkOptions extends PollOptions {
  readonly hello: () => Hello;
  readonly onOffline: (offline: boolean) => void;
}

export class Link {
  private socket: LiveSocket | null = null;
  private poll: Poll | null = null;
  private isLive = false;
  private fallbackTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly options: LinkOptions) {
    this.open();
  }

  /** Send when there is a way; what matters is in the outbox and is sent again. */
  send(frame: VisitorFrame): void {
    if (this.isLive) this.socket?.send(frame as unknown as Frame);
    else this.poll?.send(frame);
  }

  /** Drop a connection that no longer answers and make a new one. */
  restart(): void {
    this.close();
    this.open();
  }

  close(): void {
    clearTimeout(this.fallbackTimer);
    this.stopPoll();
    const socket = this.socket;
    this.socket = null;
    socket?.close();
    this.lost();
  }

  private open(): void {
    this.socket = openSocket({
      url: socketUrl(addressOf("live")),
      hello: () => this.options.hello() as unknown as Frame,
      onFrame: (frame) => this.receive(frame as unknown as ServerFrame),
      onState: (state) => this.stateChanged(state),
    });
    this.armFallback();
  }

  private receive(frame: ServerFrame): void {
    if (frame.t === "welcome") this.stopPoll();
    this.options.onFrame(frame);
  }

  private stateChanged(state: SocketState): void {
    if (state === "live") {
      this.isLive = true;
      clearTimeout(this.fallbackTimer);
      this.options.onOffline(false);
      return;
    }
    this.lost();
    if (state === "offline" && !this.poll) this.options.onOffline(true);
  }

  private lost(): void {
    if (!this.isLive) return;
    this.isLive = false;
    this.options.onDown();
    if (this.socket) this.armFallback();
  }

  private armFallback(): void {
    clearTimeout(this.fallbackTimer);
    this.fallbackTimer = setTimeout(() => this.startPoll(), fallbackMs);
  }

  /** Without a token there is nothing to listen to; look again later. */
  private startPoll(): void {
    if (this.isLive || this.poll) return;
    if (!this.options.token()) return this.armFallback();
    this.poll = new Poll({
      ...this.options,
      onFrame: (frame) => {
        this.options.onOffline(false);
        this.options.onFrame(frame);
      },
      onDown: () => {
        this.options.onDown();
        this.options.onOffline(true);
      },
    });
  }

  private stopPoll(): void {
    this.poll?.stop();
    this.poll = null;
  }
}
