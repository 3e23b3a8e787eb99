/** Policies and calendars in words. */
import { segmentNames } from "./segment_checks";
import { teamOf, workspace } from "../session";
import { known, languageName, locale, t } from "../text";
import { typeName } from "../ticket/names";
import { inShort, isAlways } from "./opening";
import type { Hours, PolicyConditions } from "./sla_types";
import { writeSpan } from "./spans";

export function spanOf(minutes: number | null | undefined): string {
  return writeSpan(minutes, { h: t("sla.unit_h"), m: t("sla.unit_m") });
}

/** "Channel: Web chat. Priority: Urgent" */
export function conditionsText(given: PolicyConditions): string {
  const desk = workspace.value;
  const named = (list: readonly { id: number; name: string }[] | undefined, ids: readonly number[] = []): string[] => ids.map((id) => list?.find((one) => one.id === id)?.name ?? `#${id}`);
  const types = (given.type_ids ?? []).map((id) => desk?.types.find((one) => one.id === id)).flatMap((type) => (type ? [typeName(type)] : []));
  const parts: [string, readonly string[]][] = [
    [t("ticket.type"), types],
    [t("ticket.priority"), (given.priorities ?? []).map((priority) => t(`priority.${priority}`))],
    [t("ticket.team"), (given.team_ids ?? []).map((id) => teamOf(id)?.name ?? `#${id}`)],
    [t("rules.channels"), [...(given.channel_kinds ?? []).map((kind) => known("channel.", kind) ?? kind), ...named(desk?.channels, given.channel_ids)]],
    [t("rules.languages"), (given.languages ?? []).map(languageName)],
    [t("policy.tags"), named(desk?.tags, given.tag_ids)],
    [t("rules.segments"), segmentNames(given.segment_ids)],
    [t("policy.organisations"), (given.organisation_ids ?? []).map((id) => `#${id}`)],
  ];
  return parts.filter(([, values]) => values.length > 0).map(([name, values]) => `${name}: ${values.join(", ")}`).join(". ") || t("policy.every_ticket");
}

/** Monday is "0". */
export function dayName(day: string, style: "long" | "short" = "long"): string {
  const monday = Date.UTC(2024, 0, 1);
  return new Intl.DateTimeFormat(locale.value, { weekday: style, timeZone: "UTC" }).format(monday + Number(day) * 86_400_000);
}

export function hoursText(hours: Hours): string {
  if (isAlways(hours)) return t("policy.always");
  return inShort(hours).map(([first, last, times]) => `${first === last ? dayName(first, "short") : `${dayName(first, "short")}–${dayName(last, "short")}`} ${times}`).join("; ");
}

export function countryName(code: string): string {
  try {
    return new Intl.DisplayNames([locale.value], { type: "region" }).of(code) ?? code;
  } catch {
    return code;
  }
}

/** "31 December 2026": a date without a zone. */
export function dateText(date: string): string {
  return new Intl.DateTimeFormat(locale.value, { dateStyle: "long", timeZone: "UTC" }).format(new Date(`${date}T00:00:00Z`));
}
