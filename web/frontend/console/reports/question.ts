/** The question on the screen: kept in the address, asked of the server, saved under a name. */
import { go, route } from "../route";
import type { Arrangement, Dimension, Filters } from "./types";

export const MEASURES = {
  volume: ["created", "messages", "replies", "resolved", "backlog"],
  speed: ["first_response", "next_response", "resolution", "first_resolution", "handle_time"],
  quality: ["sla_first_response", "sla_next_response", "sla_resolution", "one_touch", "reopened", "abandoned", "csat", "rating_answers"],
} as const;
export const TIMES = ["day", "week", "month", "hour_of_week"] as const;
export const DIMENSIONS: readonly Dimension[] = ["team", "agent", "channel", "type", "priority", "language", "tag"];
/** What narrows a report; segments group nothing, since a customer may be in several. */
export const NARROWS: readonly Dimension[] = [...DIMENSIONS, "segment"];
export const PERIODS = ["today", "yesterday", "7d", "30d", "90d", "365d", "this_week", "last_week", "this_month", "last_month", "this_year"] as const;

export interface Question extends Arrangement { compares: boolean }
const FIRST: Question = { measure: "created", by: "day", period: "30d", hours: "calendar", filters: {}, compares: false };
const NONE = "none";

export function isTimed(by: string): boolean {
  return by === "day" || by === "week" || by === "month";
}

/** Which groupings a measure has. */
export function groupings(measure: string): readonly string[] {
  const some = ["none", ...TIMES, ...DIMENSIONS];
  if (hasHours(measure)) some.push("duration");
  return measure === "backlog" ? [...some.filter((by) => by !== "hour_of_week"), "age"] : some;
}

export function hasHours(measure: string): boolean {
  return (MEASURES.speed as readonly string[]).includes(measure);
}

export function question(): Question {
  return parse(route.value.query);
}

export function parse(text: string): Question {
  const params = new URLSearchParams(text);
  const filters: Filters = {};
  for (const name of NARROWS) {
    const given = params.get(name);
    if (given) filters[name] = given.split(",").map((word) => valueOf(name, word));
  }
  return {
    measure: params.get("measure") ?? FIRST.measure,
    by: params.get("by") ?? FIRST.by,
    period: params.get("period") ?? FIRST.period,
    hours: params.get("hours") ?? FIRST.hours,
    compares: params.get("compare") === "true",
    filters,
  };
}

export function format({ measure, by, period, hours, filters, compares }: Question): string {
  const params = new URLSearchParams({ measure, by, period });
  if (hours !== FIRST.hours) params.set("hours", hours);
  if (compares) params.set("compare", "true");
  for (const name of NARROWS) {
    const chosen = filters[name];
    if (chosen?.length) params.set(name, chosen.map((value) => (value === null || value === "" ? NONE : value)).join(","));
  }
  return params.toString();
}

export function ask(change: Partial<Question>): void {
  const next = { ...question(), ...change };
  if (!groupings(next.measure).includes(next.by)) next.by = "day";
  go({ page: "reports", query: format(next) });
}

/** A saved arrangement as a question; what it leaves out is as at first. */
export function fromSaved(saved: Partial<Arrangement>): Question {
  const filters: Filters = {};
  for (const name of NARROWS) if (saved.filters?.[name]?.length) filters[name] = saved.filters[name]!;
  return { ...FIRST, ...saved, filters };
}

export function toSaved({ measure, by, period, hours, filters }: Question): Arrangement {
  return { measure, by, period, hours, filters };
}

function valueOf(name: Dimension, word: string): number | string | null {
  if (word === NONE) return name === "language" ? "" : null;
  return name === "priority" || name === "language" ? word : Number(word);
}
