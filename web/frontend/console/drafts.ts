/** Texts being written: per ticket and mode, kept in the browser at once and on the server shortly after. */
import { computed, signal } from "@preact/signals";
import { readStored, writeStored } from "../shared/dom";
import { api, Problem } from "./api";
import { myId } from "./session";
import { EMPTY_EDITOR, isEmpty, keepMine, meet, putBack, takeOther, type Editor } from "./store/draft";
import type { Attachment, Draft, DraftMode } from "./store/types";

const SAVE_AFTER_MS = 800;
const RETRY_AFTER_MS = 5_000;
const MOST_ECHOES = 20;

export const editors = signal<ReadonlyMap<string, Editor>>(new Map());
const timers = new Map<string, ReturnType<typeof setTimeout>>();
/** The texts this tab has sent to be saved, to know their echoes, which may come when the next one is saved already. */
const sentTexts = new Map<string, readonly string[]>();
const saving = new Map<string, Promise<void>>();
/** How often this tab has begun or ended to change drafts of a ticket. */
const touched = new Map<number, number>();

export function draftKey(ticketId: number, mode: DraftMode): string {
  return `${ticketId}.${mode}`;
}

export function editorOf(ticketId: number, mode: DraftMode): Editor {
  return editors.value.get(draftKey(ticketId, mode)) ?? EMPTY_EDITOR;
}

/** As one text, which stays the same while somebody goes on writing: rows are not drawn again for every letter. */
const drafted = computed(() => [...editors.value].filter(([, editor]) => !isEmpty(editor)).map(([key]) => parseInt(key)).join(" "));
const draftedIds = computed(() => new Set(drafted.value.split(" ").map(Number)));

/** Whether this browser has an unsent text for the ticket. */
export function hasDraft(ticketId: number): boolean {
  return draftedIds.value.has(ticketId);
}

/** The state of this tab's own drafts of a ticket: what was asked for in another state may know less than the screen. */
export function draftsState(ticketId: number): number {
  return touched.get(ticketId) ?? 0;
}

function touch(ticketId: number): void {
  touched.set(ticketId, draftsState(ticketId) + 1);
}

/** Take in what an answer knew, unless this tab has changed drafts of the ticket since it was asked for (`asked`: their state then). */
export function openDrafts(ticketId: number, drafts: Partial<Record<DraftMode, Draft>>, asked: number): void {
  if (draftsState(ticketId) === asked) for (const one of ["reply", "note"] as const) openDraft(ticketId, one, drafts[one]);
}

/** A ticket has come on the screen, or its draft was saved elsewhere. */
export function openDraft(ticketId: number, mode: DraftMode, draft: Draft | undefined): void {
  const key = draftKey(ticketId, mode);
  const local = editors.peek().get(key) ?? readStored<Editor>(storageKey(key)) ?? EMPTY_EDITOR;
  const next = meet(local, draft);
  if (next !== editors.peek().get(key)) put(key, next);
  if (next.dirty && !next.other) saveSoon(ticketId, mode);
}

export function write(ticketId: number, mode: DraftMode, change: { text?: string; attachments?: readonly Attachment[] }): void {
  put(draftKey(ticketId, mode), { ...editorOf(ticketId, mode), ...change, dirty: true });
  saveSoon(ticketId, mode);
}

/** Return a text to its box, e.g. when a send was undone. */
export function restore(ticketId: number, mode: DraftMode, { text, attachments, revision }: { text: string; attachments: readonly Attachment[]; revision?: number }): void {
  const editor = putBack(editorOf(ticketId, mode), text, attachments);
  put(draftKey(ticketId, mode), { ...editor, revision: revision ?? editor.revision });
  saveSoon(ticketId, mode);
}

export function choose(ticketId: number, mode: DraftMode, which: "mine" | "other"): void {
  const editor = editorOf(ticketId, mode);
  put(draftKey(ticketId, mode), which === "mine" ? keepMine(editor) : takeOther(editor));
  if (which === "mine") saveSoon(ticketId, mode);
}

/** The text has been handed to the outbox: the draft has done its work. */
export function clearDraft(ticketId: number, mode: DraftMode): void {
  const key = draftKey(ticketId, mode);
  clearTimeout(timers.get(key));
  const hadRevision = editorOf(ticketId, mode).revision > 0;
  put(key, EMPTY_EDITOR);
  touch(ticketId);
  const remove = (): void => void api("DELETE", address(ticketId, mode)).catch(() => undefined).finally(() => touch(ticketId));
  const running = saving.get(key);
  if (running) void running.then(remove);
  else if (hadRevision) remove();
}

function saveSoon(ticketId: number, mode: DraftMode, afterMs = SAVE_AFTER_MS): void {
  const key = draftKey(ticketId, mode);
  clearTimeout(timers.get(key));
  timers.set(key, setTimeout(() => void save(ticketId, mode), afterMs));
}

/** A draft was saved (with its `text`) or removed: by another tab or device, or it is the echo of this one. */
export async function draftElsewhere(ticketId: number, mode: DraftMode, data: Partial<Draft>): Promise<void> {
  const key = draftKey(ticketId, mode);
  await saving.get(key);
  if (data.text !== undefined && isEcho(key, data.text, data.revision ?? 0)) return;
  if (data.text !== undefined) return openDraft(ticketId, mode, { attachment_ids: [], revision: 0, ...data, text: data.text });
  const editor = editorOf(ticketId, mode);
  if (editor.dirty || editor.revision === 0) return openDraft(ticketId, mode, undefined);
  // removed, but a newer one may have been saved since: ask
  const draft = await api<Draft>("GET", address(ticketId, mode)).catch((error: unknown) => (isMissing(error) ? undefined : null));
  if (draft !== null) openDraft(ticketId, mode, draft);
}

/** Whether this tab has sent this text itself. What is on the screen and newer was saved, though no answer said so: that is taken in. */
function isEcho(key: string, text: string, revision: number): boolean {
  const editor = editors.peek().get(key) ?? EMPTY_EDITOR;
  return (sentTexts.get(key) ?? []).includes(text) && !(editor.text === text && revision > editor.revision);
}

/** Save now if there is anything to save. */
export async function save(ticketId: number, mode: DraftMode): Promise<void> {
  const key = draftKey(ticketId, mode);
  await saving.get(key);
  const editor = editorOf(ticketId, mode);
  if (!editor.dirty || editor.other) return;
  clearTimeout(timers.get(key));
  const run = store(ticketId, mode, editor).finally(() => saving.delete(key));
  saving.set(key, run);
  await run;
}

async function store(ticketId: number, mode: DraftMode, sent: Editor): Promise<void> {
  touch(ticketId);
  const key = draftKey(ticketId, mode);
  sentTexts.set(key, [...(sentTexts.get(key) ?? []), sent.text].slice(-MOST_ECHOES));
  const body = { text: sent.text, attachment_ids: sent.attachments.map(({ id }) => id), revision: sent.revision };
  try {
    const answer = isEmpty(sent) ? await remove(ticketId, mode) : await api<Draft>("PUT", address(ticketId, mode), body);
    const current = editorOf(ticketId, mode);
    if (current === EMPTY_EDITOR) return;
    const dirty = current.text !== sent.text || current.attachments !== sent.attachments;
    put(key, { ...current, revision: answer.revision, dirty });
    if (dirty) saveSoon(ticketId, mode);
  } catch (error) {
    await notSaved(error, ticketId, mode);
  } finally {
    touch(ticketId);
  }
}

async function remove(ticketId: number, mode: DraftMode): Promise<{ revision: number }> {
  await api("DELETE", address(ticketId, mode)).catch((error: unknown) => {
    if (!isMissing(error)) throw error;
  });
  return { revision: 0 };
}

function isMissing(error: unknown): boolean {
  return error instanceof Problem && error.status === 404;
}

async function notSaved(error: unknown, ticketId: number, mode: DraftMode): Promise<void> {
  if (!(error instanceof Problem)) throw error;
  if (error.code === "newer_draft") return openDraft(ticketId, mode, await otherCopy(error, ticketId, mode));
  if (error.isPassing) saveSoon(ticketId, mode, RETRY_AFTER_MS);
}

async function otherCopy(problem: Problem, ticketId: number, mode: DraftMode): Promise<Draft> {
  const fallback = { text: String(problem.fields["text"] ?? ""), attachment_ids: [], revision: Number(problem.fields["revision"] ?? 0) };
  return api<Draft>("GET", address(ticketId, mode)).catch(() => fallback);
}

function address(ticketId: number, mode: DraftMode): string {
  return `/api/tickets/${ticketId}/drafts/${mode}`;
}

function put(key: string, editor: Editor): void {
  editors.value = new Map(editors.value).set(key, editor);
  writeStored(storageKey(key), editor.dirty && !isEmpty(editor) ? editor : null);
}

function storageKey(key: string): string {
  return `helpdesk.draft.${myId()}.${key}`;
}
