/** Asks again for events that are missing: holes after a lost frame, and the older part of a long ticket. */

import type { Gap } from "../state/history";
import type { DeskEvent } from "../state/protocol";
import { ask } from "./rest";

const settleMs = 300;
const againMs = 3_000;
const mostPages = 200;

export interface RepairOptions {
  readonly token: () => string | null;
  readonly gaps: () => readonly Gap[];
  readonly onEvents: (events: readonly DeskEvent[]) => void;
}

interface Page {
  readonly events: readonly DeskEvent[];
  readonly more: boolean;
}

/** Fetch the events after `after` page by page, until `until` is reached or there are no more. */
export async function fetchEvents(token: string, from: { ticket: number; after: number; until?: number }, onEvents: (events: readonly DeskEvent[]) => void): Promise<void> {
  let after = from.after;
  for (let pages = 0; pages < mostPages; pages++) {
    const page = await ask<Page>(`events?ticket=${from.ticket}&after=${after}`, { token });
    onEvents(page.events);
    const last = page.events.at(-1)?.seq ?? after;
    if (!page.more || last <= after || (from.until !== undefined && last >= from.until)) return;
    after = last;
  }
}

export class Repair {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private busy = false;

  constructor(private readonly options: RepairOptions) {}

  /** Look for holes soon: frames that only changed places close theirs by themselves. */
  check(): void {
    if (this.busy || this.timer !== undefined || !this.options.gaps().length) return;
    this.later(settleMs);
  }

  private later(ms: number): void {
    this.timer = setTimeout(() => {
      this.timer = undefined;
      void this.run();
    }, ms);
  }

  private async run(): Promise<void> {
    const token = this.options.token();
    this.busy = true;
    try {
      for (const gap of token ? this.options.gaps() : []) await fetchEvents(token as string, gap, this.options.onEvents);
    } catch {
      // Still missing; asked again below.
    }
    this.busy = false;
    if (this.options.gaps().length) this.later(againMs);
  }
}
