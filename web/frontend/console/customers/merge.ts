/** Merging customers, one or many pairs at once; one "Undo" takes all of it back. */
import { api, Problem } from "../api";
import { t } from "../text";
import { dismiss, tell, toast } from "../toasts";

/** Who stays, and who becomes part of them. */
export type Merge = readonly [intoId: number, goneId: number];
type OnChange = () => void;

export async function mergeInto(intoId: number, ids: readonly number[], onChange: OnChange): Promise<void> {
  await api("POST", `/api/customers/${intoId}/merged`, { customer_ids: ids });
  onChange();
  offerUndo(ids.map((id) => [intoId, id]), onChange);
}

/** Merge pair by pair. Who is in several goes where they have gone already; a pair that somebody was faster with keeps no other. */
export async function mergePairs(pairs: readonly Merge[], onChange: OnChange): Promise<void> {
  const into = new Map<number, number>();
  const end = (id: number): number => (into.has(id) ? end(into.get(id)!) : id);
  const done: Merge[] = [];
  let refused = 0;
  try {
    for (const [one, other] of pairs) {
      const [keep, gone] = [end(one), end(other)];
      if (keep === gone) continue;
      try {
        await api("POST", `/api/customers/${keep}/merged`, { customer_ids: [gone] });
        into.set(gone, keep);
        done.push([keep, gone]);
      } catch (problem) {
        if (!(problem instanceof Problem) || (problem.status !== 409 && problem.status !== 404)) throw problem;
        refused += 1;
      }
    }
  } catch (problem) {
    tell(problem);
  }
  onChange();
  if (refused > 0) toast(t("duplicates.refused", { count: refused }), { kind: "error" });
  if (done.length > 0) offerUndo(done, onChange);
}

function offerUndo(done: readonly Merge[], onChange: OnChange): void {
  const id = toast(t("merge.people_done", { count: done.length }), { lastsMs: 15_000, action: { label: t("action.undo"), run: () => (dismiss(id), void takeBack(done, onChange)) } });
}

/** The last first: who was merged on has to be free again. */
async function takeBack(done: readonly Merge[], onChange: OnChange): Promise<void> {
  const left = [...done];
  try {
    for (let last = left.at(-1); last; last = left.at(-1)) {
      await api("DELETE", `/api/customers/${last[0]}/merged/${last[1]}`);
      left.pop();
    }
  } catch (problem) {
    tell(problem);
    if (problem instanceof Problem && problem.code === "offline") offerUndo(left, onChange);
  }
  onChange();
}
