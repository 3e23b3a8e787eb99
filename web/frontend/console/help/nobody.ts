/** Nobody is asked by accident, only because their name begins with an early letter. */
import type { Choice } from "../parts/select";
import { t } from "../text";

export const NOBODY = 0;

export function nobodyYet(): Choice {
  return { value: String(NOBODY), label: t("approval.choose"), disabled: true };
}
