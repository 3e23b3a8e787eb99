/** Changes what an agent says of themselves. */
import { api } from "../api";
import { me } from "../session";
import type { Me, Preferences } from "../store/types";
import { tell } from "../toasts";

export async function patchMe(changes: { name?: string; locale?: string; time_zone?: string; preferences?: Partial<Preferences> }): Promise<void> {
  const answer = await api<Partial<Me> | undefined>("PATCH", "/api/me", changes);
  const before = me.value!;
  const agent = answer?.agent ?? { ...before.agent, ...(changes.name && { name: changes.name }), ...(changes.locale && { locale: changes.locale }), ...(changes.time_zone && { time_zone: changes.time_zone }) };
  me.value = { ...before, agent, preferences: { ...before.preferences, ...changes.preferences } };
}

/** Shown at once, taken back if the server says no. */
export function prefer(changes: Partial<Preferences>): void {
  const before = me.value!;
  me.value = { ...before, preferences: { ...before.preferences, ...changes } };
  patchMe({ preferences: changes }).catch((error: unknown) => {
    me.value = { ...me.value!, preferences: before.preferences };
    tell(error);
  });
}
