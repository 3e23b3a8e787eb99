/** Whether somebody has been shown round: kept with their account, so that another browser does not ask again. */
import { api } from "../api";
import { me } from "../session";

export function noteToured(): void {
  const now = me.value;
  if (!now || now.preferences.toured) return;
  me.value = { ...now, preferences: { ...now.preferences, toured: true } };
  // without a connection it is offered once more: no harm
  void api("PATCH", "/api/me", { preferences: { toured: true } }).catch(() => undefined);
}
