/** A classification rule: what must be true of a message, and what it then decides. */
import { workspace } from "../session";
import type { Priority, SkillLevel } from "../store/types";
import { languageName, t } from "../text";
import { typeName } from "../ticket/names";
import { segmentNames } from "./segment_checks";

export interface Conditions {
  words?: string[];
  without_words?: string[];
  senders?: string[];
  languages?: string[];
  channel_ids?: number[];
  segment_ids?: number[];
}
export interface Outcome {
  type_id?: number | null;
  priority?: Priority | null;
  team_id?: number | null;
  skills?: SkillLevel[];
  /** Rules after this one are not asked. */
  stop?: boolean;
}
export interface Rule {
  id: number;
  name: string;
  position: number;
  is_enabled: boolean;
  conditions: Conditions;
  actions: Outcome;
}

/** "words: refund, money back; language: Russian" */
export function conditionsText({ words, without_words, senders, languages, channel_ids, segment_ids }: Conditions): string {
  const channels = (channel_ids ?? []).map((id) => workspace.value?.channels.find((channel) => channel.id === id)?.name ?? `#${id}`);
  return part("rules.words", words ?? []) + part("rules.without", without_words ?? []) + part("rules.senders", senders ?? []) + part("rules.languages", (languages ?? []).map(languageName)) + part("rules.channels", channels) + part("rules.segments", segmentNames(segment_ids)) || t("rules.always");
}

function part(key: "rules.words" | "rules.without" | "rules.senders" | "rules.languages" | "rules.channels" | "rules.segments", values: readonly string[]): string {
  return values.length > 0 ? `${t(key)}: ${values.slice(0, 6).join(", ")}${values.length > 6 ? ", … " : ". "}` : "";
}

export function outcomeText({ type_id, priority, team_id, skills }: Outcome): string {
  const desk = workspace.value;
  const type = desk?.types.find(({ id }) => id === type_id);
  const team = desk?.teams.find(({ id }) => id === team_id);
  const names = (skills ?? []).map(({ skill_id, level }) => `${desk?.skills.find(({ id }) => id === skill_id)?.name ?? `#${skill_id}`} ${level}`);
  return [type && typeName(type), priority && t(`priority.${priority}`), team?.name, ...names].filter(Boolean).join(" · ");
}
