/** The tickets to choose from. */
import { Failed, Skeleton } from "../parts/states";
import { t, when } from "../text";
import type { Found } from "./use_targets";

export function Targets({ found, isSearch, chosen, onChoose }: { found: Found; isSearch: boolean; chosen: number | null; onChoose: (id: number) => void }) {
  if (found.error) return <Failed error={found.error} retry={() => undefined} />;
  if (found.isBusy && found.tickets.length === 0) return <Skeleton rows={2} />;
  return (
    <fieldset class="targets" aria-busy={found.isBusy}>
      <legend class="muted small-text">{t(isSearch ? "join.found" : "join.of_customer")}</legend>
      {found.tickets.length === 0 && <p class="muted" role="status">{t(isSearch ? "join.none_found" : "join.none")}</p>}
      {found.tickets.map(({ id, number, subject, category, customer, created_at }) => (
        <label key={id} class="target">
          <input type="radio" name="join-ticket" checked={chosen === id} onChange={() => onChoose(id)} />
          <span class="target-text">
            <span class="target-subject" dir="auto">#{number} {subject}</span>
            <span class="muted small-text"><bdi>{customer}</bdi> · {when.short(created_at)}</span>
          </span>
          <span class={`chip category-${category}`}>{t(`category.${category}` as "category.open")}</span>
        </label>
      ))}
    </fieldset>
  );
}
