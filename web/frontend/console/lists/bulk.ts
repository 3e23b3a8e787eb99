/** One change of many, a hundred at a time; the toast takes it back. */
import { signal } from "@preact/signals";
import { api, Problem } from "../api";
import { releaseList } from "../order_hold";
import { known, t, type Key } from "../text";
import { dismiss, inWords, tell, toast } from "../toasts";

export type Change = Readonly<Record<string, unknown>>;
/** Where the change goes, how it is told, what is done once it has arrived or was taken back. */
export interface Kind { readonly path: string; readonly done: Key; readonly settled: () => void }
const TICKETS: Kind = { path: "/api/ticket-changes", done: "lists.bulk_done", settled: releaseList };
interface Changed {
  done: number[];
  refused: { id: number; number?: number; code: string }[];
  undo: Undo[];
}
/** Sent as it is, it takes a change back; where somebody has changed it since (it no longer is as it `was`), that stays. */
interface Undo { ids: number[]; change: Change; was: Change | null }

const AT_ONCE = 100;
/** How far a change of many is; null when none is on its way. */
export const running = signal<{ done: number; all: number } | null>(null);

/** Returns those that stayed as they were: refused, or not reached. */
export async function changeMany(ids: readonly number[], change: Change, kind: Kind = TICKETS): Promise<ReadonlySet<number>> {
  const outcome: Changed = { done: [], refused: [], undo: [] };
  try {
    for (let at = 0; at < ids.length; at += AT_ONCE) {
      running.value = { done: at, all: ids.length };
      add(outcome, await send(ids.slice(at, at + AT_ONCE), change, kind));
    }
  } catch (error) {
    tellBroken(error, ids.length - outcome.done.length - outcome.refused.length);
  }
  running.value = null;
  kind.settled();
  say(outcome, ids.length, kind);
  const done = new Set(outcome.done);
  return new Set(ids.filter((id) => !done.has(id)));
}

/** Where the answer did not come, the desk may have changed them all the same. */
function tellBroken(error: unknown, count: number): void {
  if (error instanceof Problem && error.isPassing) toast(t("lists.bulk_broken", { problem: inWords(error), count }), { kind: "error", lastsMs: 15_000 });
  else tell(error);
}

function send(ids: readonly number[], change: Change, { path }: Kind, was: Change | null = null): Promise<Changed> {
  return api<Changed>("POST", path, { ids, change, was });
}

function add(all: Changed, some: Changed): void {
  all.done.push(...some.done);
  all.refused.push(...some.refused);
  all.undo.push(...some.undo);
}

function say({ done, refused, undo }: Changed, all: number, kind: Kind): void {
  if (done.length > 0) {
    const id = toast(t(kind.done, { count: done.length }), { lastsMs: 15_000, action: undo.length === 0 ? undefined : { label: t("action.undo"), run: () => (dismiss(id), void takeBack(parts(undo), kind)) } });
  }
  if (refused.length > 0) toast(t("lists.bulk_refused", { count: refused.length, all, why: reasons(refused) }), { kind: "error", lastsMs: 15_000 });
}

/** "its status does not allow it (#12, #14); you may not see it": no reason twice, the first few numbers. */
function reasons(refused: Changed["refused"]): string {
  const codes = [...new Set(refused.map(({ code }) => code))];
  return codes
    .map((code) => {
      const numbers = refused.filter((one) => one.code === code && one.number).slice(0, 5);
      const named = numbers.length > 0 ? ` (${numbers.map(({ number }) => `#${number}`).join(", ")})` : "";
      return (known("refusal.", code) ?? t("refusal.other")) + named;
    })
    .join("; ");
}

function parts(undo: readonly Undo[]): Undo[] {
  return undo.flatMap((one) => Array.from({ length: Math.ceil(one.ids.length / AT_ONCE) }, (_, at) => ({ ...one, ids: one.ids.slice(at * AT_ONCE, (at + 1) * AT_ONCE) })));
}

async function takeBack(undo: readonly Undo[], kind: Kind): Promise<void> {
  const outcome: Changed = { done: [], refused: [], undo: [] };
  const all = undo.reduce((sum, { ids }) => sum + ids.length, 0);
  let at = 0;
  try {
    for (; at < undo.length; at++) {
      running.value = { done: outcome.done.length, all };
      const { ids, change, was } = undo[at]!;
      add(outcome, await send(ids, change, kind, was));
    }
    if (outcome.refused.length > 0) say({ ...outcome, done: [] }, all, kind);
    else toast(t("lists.bulk_undone"));
  } catch (error) {
    offerRest(error, undo.slice(at), kind);
  }
  running.value = null;
  kind.settled();
}

function offerRest(error: unknown, undo: readonly Undo[], kind: Kind): void {
  const count = undo.reduce((sum, { ids }) => sum + ids.length, 0);
  const id = toast(t("lists.bulk_rest", { problem: inWords(error), count }), { kind: "error", lastsMs: 60_000, action: { label: t("action.undo"), run: () => (dismiss(id), void takeBack(undo, kind)) } });
}
