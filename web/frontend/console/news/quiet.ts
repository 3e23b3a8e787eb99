/** Which news sounds, and when. Pure. */
import type { NewsChoices, Rung } from "./types";

const DAY_MIN = 1_440;

/** As the desk reckons it for pushes: in the agent's zone, also over midnight; from and to the same minute is all day. */
export function isQuiet({ quiet, time_zone }: NewsChoices, at: number): boolean {
  if (quiet === null) return false;
  const since = (minuteOfDay(at, time_zone) - quiet.begin + DAY_MIN) % DAY_MIN;
  return since < ((quiet.end - quiet.begin + DAY_MIN) % DAY_MIN || DAY_MIN);
}

export function sounds(choices: NewsChoices, kind: string, at: number): boolean {
  const ways = choices.ways[kind] ?? choices.ways["other"] ?? [];
  return ways.includes("sound") && !isQuiet(choices, at);
}

/** What makes two tabs, or an event and its notification, ring once. */
export function occasionOf({ kind, ticket, id }: Rung): string {
  return ticket === null ? `news:${id}` : `${kind}:${ticket}`;
}

function minuteOfDay(at: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat("en-GB", { timeZone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).formatToParts(at);
  const part = (type: string): number => Number(parts.find((one) => one.type === type)?.value);
  return part("hour") * 60 + part("minute");
}
