/** The customer's tickets, the one at hand marked. */
import { lazyPart } from "../lazy_part";
import { Icon, channelIcon } from "../parts/icon";
import { go } from "../route";
import { rows } from "../session";
import type { Customer, Stub } from "../store/types";
import { t, when } from "../text";

const Stubs = lazyPart<{ stubs: readonly Stub[] }>(() => import("../help/stubs"), "help");

export function CustomerTickets({ customer, ticketId }: { customer: Customer; ticketId: number }) {
  const tickets = [...customer.tickets].sort((one, other) => (one.created_at < other.created_at ? 1 : -1));
  return (
    <details class="customer-tickets" open={tickets.length <= 3}>
      <summary>
        {t("customer.tickets")} <span class="count">{tickets.length}</span>
      </summary>
      <ul>
        {tickets.map((ticket) => {
          const row = rows.value.get(ticket.id);
          const category = row?.category ?? ticket.category;
          return (
            <li key={ticket.id}>
              <button type="button" class="ticket-link" aria-current={ticket.id === ticketId ? "true" : undefined} onClick={() => go({ ticket: ticket.id })}>
                <Icon name={channelIcon(ticket.channel_kind)} size={14} label={t(`channel.${ticket.channel_kind}` as "channel.email")} />
                <span class="ticket-link-text" dir="auto">#{ticket.number} {row?.subject ?? ticket.subject}</span>
                <span class={`chip category-${category}`}>{t(`category.${category}`)}</span>
                <time class="muted" dateTime={ticket.created_at}>{when.short(ticket.created_at)}</time>
              </button>
            </li>
          );
        })}
      </ul>
      {customer.stubs && customer.stubs.length > 0 && <Stubs stubs={customer.stubs} />}
    </details>
  );
}
