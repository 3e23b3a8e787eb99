/** Throwing a ticket away, and taking that back. */
import { setTrash } from "../actions";
import { ticketAfter } from "../list/navigation";
import { leave } from "../resolve";
import { go, route } from "../route";
import { preferences } from "../session";
import type { Row } from "../store/types";
import { t } from "../text";
import { toast } from "../toasts";

/** Like resolving: on to the next, and the toast takes it back. */
export async function throwAway(row: Row): Promise<void> {
  const after = ticketAfter(row.id);
  const wait = setTrash(row.id, true);
  leave(row.id, { next: preferences.value.after_resolve, after });
  if (await wait) toast(t("trash.done", { number: `#${row.number}` }), { action: { label: t("action.undo"), run: () => (go({ ticket: row.id }), void restore(row)) } });
  else if (route.value.ticket !== row.id) go({ ticket: row.id });
}

export async function restore({ id, number }: Row): Promise<void> {
  if (await setTrash(id, false)) toast(t("trash.restored", { number: `#${number}` }));
}
