/** What agents keep about a customer, beside the ticket: tags, fields, notes, dates, sums; and the ticket's own fields. */
import { api } from "../api";
import { Dates } from "../customers/dates";
import { FieldList } from "../customers/fields";
import { openCustomer } from "../customers/going";
import { Notes } from "../customers/notes";
import { Sums } from "../customers/outside";
import { Suggestions } from "../customers/merging";
import { CustomerPromises } from "../customers/promises";
import { useProfile } from "../customers/profile_data";
import { Tags } from "../customers/tags";
import { Icon } from "../parts/icon";
import { rows } from "../session";
import css from "../styles/customers.css" with { type: "text" };
import { t } from "../text";
import { wear } from "../wear";

wear(css);

export default function Profile({ customerId, ticketId }: { customerId: number; ticketId: number }) {
  const { value: customer, reload, patch } = useProfile(customerId);
  const row = rows.value.get(ticketId);
  return (
    <div class="profile">
      {row && <FieldList entity="ticket" values={row.fields ?? {}} save={(fields) => api("PUT", `/api/tickets/${ticketId}/fields`, { fields })} />}
      {customer && (
        <>
          <Suggestions customer={customer} onChange={reload} />
          <Tags name="panel" tags={customer.tags.map(String)} onChange={(tags) => patch({ tags })} />
          <FieldList entity="customer" values={customer.fields} save={(fields) => patch({ fields })} />
          <Sums sums={customer.sums} />
          <Notes path={`/api/customers/${customerId}/notes`} notes={customer.notes} onChange={reload} />
          <CustomerPromises customerId={customerId} promises={customer.promises} onChange={reload} />
          {customer.dates.length > 0 && <Dates customerId={customerId} dates={customer.dates} onChange={reload} />}
          <button type="button" class="button small" onClick={() => openCustomer(customerId)}><Icon name="user" size={14} /> {t("customers.page")}</button>
        </>
      )}
    </div>
  );
}
