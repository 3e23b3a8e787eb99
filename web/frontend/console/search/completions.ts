/** What the last word of a query could become: names of filters, then what a filter can be here. */
import { workspace } from "../session";
import { t } from "../text";

const MOST = 12;
const NAMES = ["status", "priority", "type", "team", "assignee", "tag", "channel", "language", "from", "before", "after", "has", "is"] as const;

export function completions(query: string): string[] {
  const at = query.search(/(?<!\S)-?[\p{L}]*:?(?:"[^"]*|[^\s"]*)$/u);
  const last = at < 0 ? "" : query.slice(at).replace(/^-/, "");
  if (last === "") return [];
  const before = query.slice(0, query.length - last.length);
  const [name = "", value] = last.split(":");
  const all = value === undefined ? NAMES.map((one) => `${word(one)}:`) : valuesOf(nameOf(name)).map((one) => `${name}:${/\s/.test(one) ? `"${one}"` : one}`);
  const wanted = last.replaceAll('"', "").toLowerCase();
  return all.filter((one) => one.replaceAll('"', "").toLowerCase().startsWith(wanted) && one !== last).slice(0, MOST).map((one) => before + one);
}

/** What a finger can narrow a query by: the values of the filter just begun, else the filters themselves. */
export function narrowings(query: string): { label: string; query: string }[] {
  const begun = /(?:^|\s)-?([\p{L}]+):\S*$/u.exec(query)?.[1];
  if (begun && valuesOf(nameOf(begun)).length > 0) return completions(query).map((whole) => ({ label: whole.slice(whole.lastIndexOf(`${begun}:`)), query: `${whole} ` }));
  return NAMES.map((name) => ({ label: word(name), query: `${query.trimEnd()} ${word(name)}:`.trimStart() }));
}

/** What filters are called here, and everywhere. */
export function filterNames(): string[] {
  return [...NAMES.map(word), ...NAMES];
}

function word(name: (typeof NAMES)[number]): string {
  return t(`search.by_${name}`);
}

function nameOf(typed: string): string {
  const small = typed.toLowerCase();
  return NAMES.find((name) => name === small || word(name) === small) ?? "";
}

function valuesOf(name: string): string[] {
  const desk = workspace.value;
  if (!desk) return [];
  const lists: Record<string, () => string[]> = {
    status: () => desk.statuses.map(({ name }) => name),
    priority: () => ["urgent", "high", "normal", "low"],
    type: () => desk.types.map(({ name }) => name),
    team: () => desk.teams.map(({ name }) => name),
    assignee: () => ["me", "nobody", ...desk.agents.filter(({ is_active }) => is_active).map(({ name }) => name)],
    tag: () => desk.tags.map(({ name }) => name),
    channel: () => ["email", "chat", "telegram", ...desk.channels.map(({ name }) => name)],
    language: () => ["en", "ru", "uk"],
    has: () => [t("search.file")],
    is: () => ["unread", "snoozed", "followed", "mentioned", "spam"],
  };
  return lists[name]?.() ?? [];
}
