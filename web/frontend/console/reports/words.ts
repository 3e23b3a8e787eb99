/** Numbers and names of reports, in the reader's language. */
import { segmentValues } from "../lists/custom_filters";
import { agentName, teamOf, workspace } from "../session";
import { known, languageName, locale, t } from "../text";
import { typeName } from "../ticket/names";
import type { Dimension, Report, Unit } from "./types";

const STEPS = [["day", 86_400], ["hour", 3_600], ["minute", 60], ["second", 1]] as const;

/** "2h 5m": the two largest units of a time in seconds. */
export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  const at = STEPS.findIndex(([, size]) => whole >= size);
  if (at < 0) return unit(0, "second");
  const [name, size] = STEPS[at]!;
  const next = STEPS[at + 1];
  const rest = next ? Math.floor((whole % size) / next[1]) : 0;
  const first = unit(Math.floor(whole / size), name);
  return rest && next ? `${first} ${unit(rest, next[0])}` : first;
}

function unit(value: number, name: string): string {
  return new Intl.NumberFormat(locale.value, { style: "unit", unit: name, unitDisplay: locale.value === "en" ? "narrow" : "short" }).format(value);
}

export function amount(value: number | null, of: Unit): string {
  if (value === null) return "–";
  if (of === "seconds") return duration(value);
  if (of === "share") return new Intl.NumberFormat(locale.value, { style: "percent", maximumFractionDigits: 1 }).format(value);
  return new Intl.NumberFormat(locale.value).format(value);
}

/** How much more or less than before, in percent; of shares in percentage points. */
export function change(now: number | null, before: number | null, of: Unit): string {
  if (now === null || before === null || (before === 0 && of !== "share")) return "";
  const moved = of === "share" ? now - before : now / before - 1;
  const shown = new Intl.NumberFormat(locale.value, { style: of === "share" ? "decimal" : "percent", maximumFractionDigits: of === "share" ? 1 : 0, signDisplay: "exceptZero" });
  return of === "share" ? t("reports.points", { points: shown.format(moved * 100) }) : shown.format(moved);
}

/** What a row is called. */
export function rowName(report: Report, key: string | null): string {
  const { by } = report;
  if (by === "day" || by === "week" || by === "month") return key === null ? "" : dateName(key, by);
  if (by === "hour_of_week") return hourName(Number(key));
  if (by === "age") return t(`reports.age_${key}` as "reports.age_0");
  if (by === "duration") return t(`reports.duration_${key}` as "reports.duration_0");
  return valueName(by as Dimension, key === null || by === "priority" || by === "language" ? key : Number(key));
}

export function valueName(dimension: Dimension, value: number | string | null): string {
  if (value === null || value === "") return t(`reports.no_${dimension}`);
  if (dimension === "team") return teamOf(Number(value))?.name ?? `#${value}`;
  if (dimension === "agent") return agentName(Number(value));
  if (dimension === "channel") return workspace.value?.channels.find(({ id }) => id === Number(value))?.name ?? `#${value}`;
  if (dimension === "priority") return known("priority.", String(value)) ?? String(value);
  if (dimension === "language") return languageName(String(value));
  if (dimension === "tag") return workspace.value?.tags.find(({ id }) => id === Number(value))?.name ?? `#${value}`;
  if (dimension === "segment") return segmentValues().find(([id]) => id === Number(value))?.[1] ?? `#${value}`;
  const type = workspace.value?.types.find(({ id }) => id === Number(value));
  return type ? typeName(type) : `#${value}`;
}

/** Days of the desk are told as they are, whatever the reader's zone: noon in UTC is the same day in both. */
export function dateName(day: string, by: string, style: "long" | "short" = "long"): string {
  const options: Intl.DateTimeFormatOptions = by === "month" ? { month: style, year: "numeric" } : { day: "numeric", month: "short", ...(style === "long" && { weekday: "short", year: "numeric" }) };
  return new Intl.DateTimeFormat(locale.value, { ...options, timeZone: "UTC" }).format(new Date(`${day}T12:00:00Z`));
}

export function weekday(number: number, style: "long" | "short" = "long"): string {
  return new Intl.DateTimeFormat(locale.value, { weekday: style, timeZone: "UTC" }).format(new Date(Date.UTC(2024, 0, 1 + number)));
}

function hourName(hour: number): string {
  return `${weekday(Math.floor(hour / 24))}, ${String(hour % 24).padStart(2, "0")}:00`;
}
