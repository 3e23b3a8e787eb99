/** One change of many, a hundred at a time; the toast takes it back. */
import { signal } from "@preact/signals";
import { api } from "../api";
import { releaseList } from "../order_hold";
import { known, t, type Key } from "../text";
import { dismiss, tell, toast } from "../toasts";

export type Change = Readonly<Record<string, unknown>>;
/** Where the change goes, how it is told, what is done once it has arrived or was taken back. */
export interface Kind { readonly path: string; readonly done: Key; readonly settled: () => void }
const TICKETS: Kind = { path: "/api/ticket-changes", done: "lists.bulk_done", settled: releaseList };
interface Changed {
  done: number[];
  refused: { id: number; number?: number; code: string }[];
  undo: { ids: number[]; change: Change }[];
}

const AT_ONCE = 100;
/** How far a change of many is; null when none is on its way. */
export const running = signal<{ done: number; all: number } | null>(null);

export async function changeMany(ids: readonly number[], change: Change, kind: Kind = TICKETS): Promise<void> {
  const outcome: Changed = { done: [], refused: [], undo: [] };
  try {
    for (let at = 0; at < ids.length; at += AT_ONCE) {
      running.value = { done: at, all: ids.length };
      add(outcome, await send(ids.slice(at, at + AT_ONCE), change, kind));
    }
  } catch (error) {
    tell(error);
  } finally {
    running.value = null;
    kind.settled();
    say(outcome, ids.length, kind);
  }
}

function send(ids: readonly number[], change: Change, { path }: Kind): Promise<Changed> {
  return api<Changed>("POST", path, { ids, change });
}

function add(all: Changed, some: Changed): void {
  all.done.push(...some.done);
  all.refused.push(...some.refused);
  all.undo.push(...some.undo);
}

function say({ done, refused, undo }: Changed, all: number, kind: Kind): void {
  if (done.length > 0) {
    const id = toast(t(kind.done, { count: done.length }), { lastsMs: 15_000, action: undo.length === 0 ? undefined : { label: t("action.undo"), run: () => (dismiss(id), void takeBack(undo, kind)) } });
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

async function takeBack(undo: Changed["undo"], kind: Kind): Promise<void> {
  const outcome: Changed = { done: [], refused: [], undo: [] };
  try {
    for (const { ids, change } of undo) {
      for (let at = 0; at < ids.length; at += AT_ONCE) add(outcome, await send(ids.slice(at, at + AT_ONCE), change, kind));
    }
    if (outcome.refused.length > 0) say({ ...outcome, done: [] }, outcome.done.length + outcome.refused.length, kind);
    else toast(t("lists.bulk_undone"));
  } catch (error) {
    tell(error);
  } finally {
    kind.settled();
  }
}
