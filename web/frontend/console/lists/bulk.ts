/** One change of many tickets, a hundred at a time; the toast takes it back. */
import { signal } from "@preact/signals";
import { api } from "../api";
import { releaseList } from "../order_hold";
import { known, t } from "../text";
import { dismiss, tell, toast } from "../toasts";

export type Change = Readonly<Record<string, unknown>>;
interface Changed {
  done: number[];
  refused: { id: number; number: number; code: string }[];
  undo: { ids: number[]; change: Change }[];
}

const AT_ONCE = 100;
/** How far a change of many is; null when none is on its way. */
export const running = signal<{ done: number; all: number } | null>(null);

export async function changeMany(ids: readonly number[], change: Change): Promise<void> {
  const outcome: Changed = { done: [], refused: [], undo: [] };
  try {
    for (let at = 0; at < ids.length; at += AT_ONCE) {
      running.value = { done: at, all: ids.length };
      add(outcome, await send(ids.slice(at, at + AT_ONCE), change));
    }
  } catch (error) {
    tell(error);
  } finally {
    running.value = null;
    releaseList();
    say(outcome, ids.length);
  }
}

function send(ids: readonly number[], change: Change): Promise<Changed> {
  return api<Changed>("POST", "/api/ticket-changes", { ids, change });
}

function add(all: Changed, some: Changed): void {
  all.done.push(...some.done);
  all.refused.push(...some.refused);
  all.undo.push(...some.undo);
}

function say({ done, refused, undo }: Changed, all: number): void {
  if (done.length > 0) {
    const id = toast(t("lists.bulk_done", { count: done.length }), { lastsMs: 15_000, action: undo.length === 0 ? undefined : { label: t("action.undo"), run: () => (dismiss(id), void takeBack(undo)) } });
  }
  if (refused.length > 0) toast(t("lists.bulk_refused", { count: refused.length, all, why: reasons(refused) }), { kind: "error", lastsMs: 15_000 });
}

/** "its status does not allow it (#12, #14); you may not see it": no reason twice, the first few numbers. */
function reasons(refused: Changed["refused"]): string {
  const codes = [...new Set(refused.map(({ code }) => code))];
  return codes
    .map((code) => {
      const numbers = refused.filter((one) => one.code === code && one.number > 0).slice(0, 5);
      const named = numbers.length > 0 ? ` (${numbers.map(({ number }) => `#${number}`).join(", ")})` : "";
      return (known("refusal.", code) ?? t("refusal.other")) + named;
    })
    .join("; ");
}

async function takeBack(undo: Changed["undo"]): Promise<void> {
  const outcome: Changed = { done: [], refused: [], undo: [] };
  try {
    for (const { ids, change } of undo) {
      for (let at = 0; at < ids.length; at += AT_ONCE) add(outcome, await send(ids.slice(at, at + AT_ONCE), change));
    }
    if (outcome.refused.length > 0) say({ ...outcome, done: [] }, outcome.done.length + outcome.refused.length);
    else toast(t("lists.bulk_undone"));
  } catch (error) {
    tell(error);
  } finally {
    releaseList();
  }
}
