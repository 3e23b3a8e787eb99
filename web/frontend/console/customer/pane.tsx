/** The frame of the customer panel; what is in it comes right behind the first page. */
import { whenIdle } from "../../shared/idle";
import { isPanelOpen } from "../layout";
import { Icon } from "../parts/icon";
import { useAfterPaint } from "../parts/later";
import { Skeleton } from "../parts/states";
import { route } from "../route";
import { loadSoon, soonPart } from "../soon_part";
import { customers, rows, tickets } from "../session";
import { t } from "../text";
import { ticketError } from "../ticket/loading";

const Panel = soonPart((soon) => soon.CustomerPanel);
if (isPanelOpen.peek()) whenIdle(() => void loadSoon().catch(() => undefined)); // the part itself tries again

export function CustomerPane() {
  const id = useAfterPaint(route.value.ticket);
  const customerId = id === null ? undefined : (tickets.value.get(id)?.customerId ?? rows.value.get(id)?.customer.id);
  const customer = customerId == null ? undefined : customers.value.get(customerId);
  // Of a ticket that cannot be shown there is nobody to wait for.
  const waiting = ticketError.value ? null : <Skeleton rows={4} kind="line" />;
  return (
    <>
      <div class="scrim only-overlay" onClick={() => (isPanelOpen.value = false)} />
      <aside class="pane customer-pane" aria-label={t("customer.panel")} onKeyDown={(event) => event.key === "Escape" && (isPanelOpen.value = false)}>
        <button type="button" class="icon-button only-overlay panel-close" aria-label={t("action.close")} onClick={() => (isPanelOpen.value = false)}>
          <Icon name="x" />
        </button>
        {customer ? <Panel key={customer.id} customer={customer} ticketId={id!} instead={waiting} /> : waiting}
      </aside>
    </>
  );
}
