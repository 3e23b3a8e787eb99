/** What stands between a visitor and their first message: questions, consent, or the site's sign-in. */

import { computed } from "@preact/signals";
import { answers } from "./answers";
import { hasToken, machine, standing } from "./desk";
import { config } from "./settings";

/** The fields that are still to be asked; what is known is not. */
export const fields = computed(() => {
  if (machine.value.history.size || answers.value.form) return [];
  return (config.value?.form ?? []).filter(({ kind }) => !standing.value?.known?.[kind]);
});

export const needsConsent = computed(() => Boolean(config.value?.consent && !standing.value?.consented && !answers.value.consent));

export const gate = computed(() => {
  if (config.value?.identity?.required && !standing.value?.verified) return "identity";
  if (!standing.value && hasToken()) return null; // about to hear what is known
  return fields.value.length || needsConsent.value ? "form" : null;
});
