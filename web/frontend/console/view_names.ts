/** Names of the views in the reader's language. */
import { teamOf } from "./session";
import { signal } from "@preact/signals";
import { known, t } from "./text";

export const VIEWS = ["mine", "unassigned", "waiting", "all", "resolved"] as const;

/** By id; filled by what loads after the first screen. */
export const savedNames = signal<ReadonlyMap<string, string>>(new Map());

export function viewName(view: string): string {
  const fixed = VIEWS.find((one) => one === view);
  if (fixed) return t(`view.${fixed}`);
  const more = known("view.", view) ?? savedNames.value.get(view);
  if (more) return more;
  return teamOf(Number(view.replace("team:", "")))?.name ?? t("view.team");
}
