/** Putting a ticket away as spam. */
import { setSpam } from "../actions";
import { ticketAfter } from "../list/navigation";
import { leave } from "../resolve";
import { go, route } from "../route";
import { preferences } from "../session";
import type { Row } from "../store/types";
import { t } from "../text";
import { toast } from "../toasts";

/** Like resolving: on to the next, and the toast takes it back. */
export async function markSpam({ id, number }: Row): Promise<void> {
  const after = ticketAfter(id);
  const wait = setSpam(id, true);
  leave(id, { next: preferences.value.after_resolve, after });
  if (await wait) toast(t("toast.spam", { number: `#${number}` }), { action: { label: t("action.undo"), run: () => (go({ ticket: id }), void setSpam(id, false)) } });
  else if (route.value.ticket !== id) go({ ticket: id });
}
