/** What is offered for a trigger, and what taking an offer does. */
import { api } from "../api";
import { editorOf, write } from "../drafts";
import { agentOf, myId, workspace } from "../session";
import type { Agent, Attachment, DraftMode, Row } from "../store/types";
import { fold, variants } from "../parts/layouts";
import { languageName, t } from "../text";
import { findEmoji } from "./emoji";
import { findTemplates } from "./finding";
import { insert } from "./insert";
import { templates } from "./templates";
import type { Trigger } from "./trigger";
import type { Filling, Template } from "./types";

/** Where something is put: the box, what a template is filled for, where its files go. */
export interface Place {
  readonly area: HTMLTextAreaElement;
  readonly of: { readonly ticket_id: number } | { readonly customer_id: number };
  readonly onFiles: (files: readonly Attachment[]) => void;
}
/** What decides who may read along, and in which language. */
export type Reader = Pick<Row, "language" | "team_id" | "assignee_id">;
export interface Offer {
  readonly key: string;
  readonly label: string;
  readonly sign?: string;
  readonly detail?: string;
  readonly text?: string;
  /** Languages there are, the one that is taken first. */
  readonly languages?: readonly string[];
  readonly take: (place: Place, trigger: Trigger, language?: string) => Promise<void> | void;
}

export function onTicket(area: HTMLTextAreaElement, id: number, mode: DraftMode): Place {
  return { area, of: { ticket_id: id }, onFiles: (files) => write(id, mode, { attachments: [...editorOf(id, mode).attachments, ...files] }) };
}

export function offersFor({ what, query }: Trigger, row: Reader): Offer[] {
  if (what === "emoji") return findEmoji(query).map(({ sign, words }) => ({ key: sign, sign, label: `:${words[0]!}`, take: ({ area }, trigger) => insert(area, sign, trigger) }));
  return what === "person" ? people(query, row) : findTemplates(templates.value, query).map((template) => offerOf(template, row.language ?? ""));
}

function people(query: string, row: Reader): Offer[] {
  const wanted = variants(query);
  const fits = ({ name }: { name: string }): boolean => wanted.some((word) => fold(name).split(/\s+/).some((part) => part.startsWith(word)) || fold(name).startsWith(word));
  const agents = (workspace.value?.agents ?? []).filter((agent) => agent.is_active && agent.id !== myId() && fits(agent));
  const teams = (workspace.value?.teams ?? []).filter(fits);
  const seeing = agents.filter((agent) => mayRead(agent, row));
  const others = agents.filter((agent) => !seeing.includes(agent));
  return [...seeing.map(({ id, name }) => named("agent", id, name)), ...teams.map(({ id, name }) => named("team", id, name)), ...others.map(({ id, name }) => ({ ...named("agent", id, name), detail: t("writing.unseen") }))].slice(0, 8);
}

/** What the desk says when a note names somebody: who does not work with the ticket cannot be told of it. */
function mayRead({ id, role, team_ids }: Agent, { team_id, assignee_id }: Reader): boolean {
  return role === "admin" || team_id === null || team_ids.includes(team_id) || assignee_id === id;
}

function named(kind: "agent" | "team", id: number, name: string): Offer {
  const detail = kind === "agent" ? (agentOf(id)?.email ?? undefined) : undefined;
  const word = name.replaceAll(/[[\]()\\]/g, "");
  return { key: `${kind} ${id}`, sign: kind === "agent" ? "@" : "@@", label: name, ...(detail && { detail }), take: ({ area }, trigger) => insert(area, `@[${word}](${kind}:${id}) `, trigger) };
}

function offerOf(template: Template, wanted: string): Offer {
  const all = Object.keys(template.texts).sort((one, other) => rank(one) - rank(other) || one.localeCompare(other));
  const rank0 = all[0] ?? "";
  return {
    key: `template ${template.id}`,
    label: template.name,
    ...(template.shortcut && { detail: `/${template.shortcut}` }),
    text: template.texts[rank0] ?? "",
    languages: all,
    take: (place, trigger, language) => use(template, place, trigger, language ?? rank0),
  };
  function rank(language: string): number {
    return language === wanted ? 0 : language === "" ? 1 : 2;
  }
}

/** Put a template where the cursor is, in the customer's language. */
export function useTemplate(template: Template, place: Place, language: string): Promise<void> {
  const { selectionStart: from, selectionEnd: to } = place.area;
  return Promise.resolve(offerOf(template, language).take(place, { what: "template", from, to, query: "" }));
}

async function use(template: Template, { area, of, onFiles }: Place, trigger: Trigger, language: string): Promise<void> {
  const typed = area.value.slice(trigger.from, trigger.to);
  const filled = await api<Filling>("POST", `/api/templates/${template.id}/uses`, { ...of, language });
  if (!area.isConnected || area.value.slice(trigger.from, trigger.to) !== typed) return;
  insert(area, filled.text, trigger);
  if (filled.attachments.length > 0) onFiles(filled.attachments);
  selectFirstGap(area, trigger.from, filled);
}

/** What nothing filled is under the cursor at once. */
function selectFirstGap(area: HTMLTextAreaElement, from: number, { text, missing }: Filling): void {
  const gap = missing[0] ? `{{${missing[0]}}}` : "";
  const at = gap ? text.indexOf(gap) : -1;
  if (at >= 0) area.setSelectionRange(from + at, from + at + gap.length);
}

export function languageLabel(language: string): string {
  return language === "" ? t("writing.any") : languageName(language);
}
