/** The next ticket, given by the desk: the most pressing that waits for somebody like me. */
import { api, Problem } from "../api";
import { change } from "../live";
import { go } from "../route";
import { loadRows } from "../store/load";
import type { Row } from "../store/types";
import { loadWords, t } from "../text";
import { tell, toast } from "../toasts";

let isAsking = false;

export async function askNext(): Promise<void> {
  if (isAsking) return;
  isAsking = true;
  try {
    await loadWords("routing");
    const { ticket } = await api<{ ticket: Row | null }>("POST", "/api/next-tickets", {});
    if (!ticket) return void toast(t("next.none"));
    change((now) => loadRows(now, [ticket], Number.MAX_SAFE_INTEGER));
    go({ ticket: ticket.id });
  } catch (error) {
    if (error instanceof Problem && error.code === "at_capacity") toast(t("next.full"), { kind: "error" });
    else tell(error);
  } finally {
    isAsking = false;
  }
}
