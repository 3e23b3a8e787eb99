/** Whose turn it is to send: one tab at a time, by a Web Lock, or by a lease in storage where there are no locks (plain http). */

import type { Box } from "./box";

const stealAfterMs = 20_000;
const leaseMs = 5_000;
const askEveryMs = 1_000;

export interface Turn {
  /** Ask for the turn; onChange(true) when it has come. Asking again while waiting does nothing. */
  want(): void;
  giveBack(): void;
}

export function openTurn(box: Box, channel: string, onChange: (mine: boolean) => void): Turn {
  const lease = new LeaseTurn(box, onChange);
  return "locks" in navigator ? new LockTurn(`helpdesk:${channel}:send`, lease, onChange) : lease;
}

class LockTurn implements Turn {
  private release: (() => void) | null = null;
  private waiting = false;
  private isRefused = false;

  constructor(private readonly name: string, private readonly lease: Turn, private readonly onChange: (mine: boolean) => void) {}

  want(): void {
    if (this.isRefused) return this.lease.want();
    if (this.waiting || this.release) return;
    const patience = new AbortController();
    const timer = setTimeout(() => patience.abort(), stealAfterMs);
    this.ask({ signal: patience.signal }, () => clearTimeout(timer));
  }

  giveBack(): void {
    if (this.isRefused) this.lease.giveBack();
    else this.release?.();
  }

  private ask(options: LockOptions, then: () => void): void {
    this.waiting = true;
    navigator.locks.request(this.name, options, () => (then(), this.hold())).catch((error: Error) => this.failed(error, !options.steal));
  }

  private hold(): Promise<void> {
    this.waiting = false;
    return new Promise((resolve) => {
      this.release = () => {
        this.release = null;
        this.onChange(false);
        resolve();
      };
      this.onChange(true);
    });
  }

  /** Lost to another tab, waited in vain, or not allowed to have locks at all (a frame whose storage is blocked). */
  private failed(error: Error, maySteal: boolean): void {
    this.waiting = false;
    if (error.name !== "AbortError") {
      this.isRefused = true;
      return this.lease.want();
    }
    if (this.release) {
      this.release = null;
      this.onChange(false);
    } else if (maySteal && document.visibilityState === "visible") {
      this.ask({ steal: true }, () => {}); // a frozen tab keeps its lock; sending twice is harmless, not sending is not
    }
  }
}

class LeaseTurn implements Turn {
  private readonly id = String(Math.random());
  private timer: ReturnType<typeof setInterval> | undefined;
  private mine = false;

  constructor(private readonly box: Box, private readonly onChange: (mine: boolean) => void) {}

  want(): void {
    if (this.timer !== undefined) return;
    this.timer = setInterval(() => this.claim(), askEveryMs);
    this.claim();
  }

  giveBack(): void {
    clearInterval(this.timer);
    this.timer = undefined;
    if (!this.mine) return;
    this.mine = false;
    this.box.set("turn", null);
    this.onChange(false);
  }

  private claim(): void {
    const [holder, until] = (this.box.get("turn") ?? "").split(" ");
    if (holder !== this.id && Number(until) > Date.now()) return this.loseTurn();
    this.box.set("turn", `${this.id} ${Date.now() + leaseMs}`);
    if (this.mine) return;
    this.mine = true;
    this.onChange(true);
  }

  private loseTurn(): void {
    if (!this.mine) return;
    this.mine = false;
    this.onChange(false);
  }
}
