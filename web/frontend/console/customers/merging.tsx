/** Who may be the same person, and who was merged. */
import { useEffect, useState } from "preact/hooks";
import { api } from "../api";
import { Icon } from "../parts/icon";
import { t, when } from "../text";
import { tell } from "../toasts";
import { openCustomer } from "./going";
import type { Person } from "./list_types";
import { mergeInto } from "./merge";
import type { Profile } from "./types";

export interface Pair { readonly one: Person; readonly other: Person; readonly reasons: readonly string[] }

export function reasonsText(reasons: readonly string[]): string {
  return reasons.map((reason) => t(`duplicates.reason.${reason}` as "duplicates.reason.phone")).join(", ");
}

export function Suggestions({ customer, onChange }: { customer: Profile; onChange: () => void }) {
  const [pairs, setPairs] = useState<readonly Pair[]>([]);
  useEffect(() => {
    if (customer.suggestions === 0) return setPairs([]);
    void api<Pair[]>("GET", `/api/customers/${customer.id}/duplicates`).then(setPairs, () => undefined);
  }, [customer.id, customer.suggestions]);
  if (pairs.length === 0) return null;
  return (
    <section class="card suggestions" aria-label={t("duplicates.maybe")}>
      <h3><Icon name="copy" size={16} /> {t("duplicates.maybe")}</h3>
      <ul>
        {pairs.map((pair) => {
          const other = pair.one.id === customer.id ? pair.other : pair.one;
          return (
            <li key={other.id} class="line">
              <PersonLine person={other} reasons={pair.reasons} />
              <button type="button" class="button small primary" onClick={() => void mergeInto(customer.id, [other.id], onChange).catch(tell)}>{t("merge.here")}</button>
              <button type="button" class="button small" onClick={() => void api("PUT", "/api/customer-duplicates", { one_id: customer.id, other_id: other.id }).then(onChange, tell)}>{t("duplicates.apart")}</button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

export function PersonLine({ person, reasons = [] }: { person: Person; reasons?: readonly string[] }) {
  return (
    <span class="line-main">
      <button type="button" class="link-button" dir="auto" onClick={() => openCustomer(person.id)}>{person.name || t("customer.nameless")}</button>
      <span class="muted small-text" dir="auto">{person.addresses.filter(({ kind }) => kind !== "visitor").map(({ address }) => address).join(", ")}</span>
      {reasons.length > 0 && <span class="small-text">{reasonsText(reasons)}</span>}
    </span>
  );
}

export function Merged({ customer, onChange }: { customer: Profile; onChange: () => void }) {
  if (customer.merged.length === 0) return null;
  return (
    <section aria-label={t("merge.merged")}>
      <h3>{t("merge.merged")}</h3>
      <ul class="merged-list">
        {customer.merged.map((one) => (
          <li key={one.id} class="line">
            <span class="line-main"><span dir="auto">{one.name || t("customer.nameless")}</span><span class="muted small-text">{when.short(one.merged_at)}</span></span>
            <button type="button" class="button small" onClick={() => void api("DELETE", `/api/customers/${customer.id}/merged/${one.id}`).then(onChange, tell)}><Icon name="undo" size={14} /> {t("merge.take_apart")}</button>
          </li>
        ))}
      </ul>
    </section>
  );
}
