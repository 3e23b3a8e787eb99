/** Names of the views in the reader's language. */
import { teamOf } from "./session";
import { t } from "./text";

export const VIEWS = ["mine", "unassigned", "waiting", "all", "resolved"] as const;

export function viewName(view: string): string {
  const fixed = VIEWS.find((one) => one === view);
  if (fixed) return t(`view.${fixed}`);
  if (view === "spam") return t("view.spam");
  return teamOf(Number(view.replace("team:", "")))?.name ?? t("view.team");
}
