/** The clocks of a ticket as people read them: the newest of each target, what is still owed, what became of earlier ones. Pure. */
import type { SlaClock } from "./types";

export type Target = SlaClock["target"];
export type ClockState = "running" | "soon" | "late" | "paused" | "met" | "met_late";

export const TARGETS: readonly Target[] = ["first_response", "next_response", "resolution"];

export function stateOf(clock: SlaClock, now: number): ClockState {
  if (clock.met_at !== null) return isLate(clock, now) ? "met_late" : "met";
  if (isLate(clock, now)) return "late";
  if (clock.paused) return "paused";
  return clock.warned_at === null ? "running" : "soon";
}

function isLate({ breached_at, due_at, met_at }: SlaClock, now: number): boolean {
  if (breached_at !== null) return true;
  return met_at === null && due_at !== null && Date.parse(due_at) < now;
}

export interface Summary {
  readonly target: Target;
  /** The newest. */
  readonly clock: SlaClock;
  /** Those before it. */
  readonly before: readonly SlaClock[];
}

/** One line per target there is, in the order in which they fall due. */
export function summaries(clocks: readonly SlaClock[]): Summary[] {
  return TARGETS.flatMap((target) => {
    const own = clocks.filter((clock) => clock.target === target).sort((one, other) => one.run - other.run);
    const clock = own.at(-1);
    return clock ? [{ target, clock, before: own.slice(0, -1) }] : [];
  });
}

/** How many of these were late. */
export function lateIn(clocks: readonly SlaClock[]): number {
  return clocks.filter(({ breached_at }) => breached_at !== null).length;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const LARGE = 10;

/** A span as one or two spans that are shown one after the other: 1 h 40 m, but 12 h and 3 d. */
export function spansOf(ms: number): number[] {
  const whole = Math.max(0, ms);
  const unit = whole >= DAY_MS ? DAY_MS : HOUR_MS;
  const small = unit === DAY_MS ? HOUR_MS : MINUTE_MS;
  if (whole < HOUR_MS || whole >= LARGE * unit) return [whole];
  const rest = whole % unit;
  return rest < small ? [whole] : [whole - rest, rest];
}
