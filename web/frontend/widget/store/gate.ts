/** What stands between a visitor and their first message: questions, consent, or the site's sign-in. */

import { computed } from "@preact/signals";
import { answers } from "./answers";
import { hasToken, machine, standing } from "./desk";
import { config } from "./settings";
import { current } from "./view";

/** The fields that are still to be asked; what is known is not, and who has written is asked about a new ticket only. */
export const fields = computed(() => {
  if (answers.value.form) return [];
  const { known = {} } = standing.value ?? {};
  const form = config.value?.form ?? [];
  if (machine.value.history.size) return current.value ? [] : form.filter(({ of }) => of === "ticket");
  return form.filter(({ key, kind, of }) => !known[of ? key : kind]);
});

export const needsConsent = computed(() => Boolean(config.value?.consent && !standing.value?.consented && !answers.value.consent));

export const gate = computed(() => {
  if (config.value?.identity?.required && !standing.value?.verified) return "identity";
  if (!standing.value && hasToken()) return null; // about to hear what is known
  return fields.value.length || needsConsent.value ? "form" : null;
});
