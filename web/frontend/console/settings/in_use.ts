/** Refusing to remove what something else needs: what needs it is named, so that one knows where to go. */
import { Problem } from "../api";
import { t, type Key } from "../text";
import { tell, toast } from "../toasts";

const MOST_NAMES = 5;

export function refusedAs(text: Key): (problem: unknown) => void {
  return (problem) => {
    const names = problem instanceof Problem && problem.code.endsWith("_in_use") ? ((problem.fields["used_by"] ?? []) as string[]).filter(Boolean).slice(0, MOST_NAMES) : [];
    if (names.length === 0) return tell(problem);
    toast(t(text, { names: names.map((name) => `“${name}”`).join(", ") }), { kind: "error", lastsMs: 15_000 });
  };
}
