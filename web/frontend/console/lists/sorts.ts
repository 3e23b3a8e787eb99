/** The orders of lists: the desk's own, and by each custom field in both directions. */
import { fieldsOf, labelOf } from "../customers/definitions";
import type { FieldKind } from "../customers/types";
import type { Choice } from "../parts/select";
import { SORTS } from "../store/views";
import { t } from "../text";

type Ordered = Exclude<FieldKind, "several">;

export function sortChoices(): Choice[] {
  return [...SORTS.map((value) => ({ value, label: t(`sort.${value}`) })), ...ofFields("ticket", "fields"), ...ofFields("customer", "customer")];
}

/** Both directions of each field that has an order. */
export function ofFields(entity: "ticket" | "customer", prefix: string): Choice[] {
  const group = t(`filter.fields_${entity}`);
  return fieldsOf(entity)
    .filter(({ archived_at, kind }) => archived_at === null && kind !== "several")
    .flatMap(({ key, kind, labels }) => {
      const field = labelOf(labels);
      return [
        { value: `${prefix}.${key}`, label: t(`order.${kind as Ordered}_up`, { field }), group },
        { value: `-${prefix}.${key}`, label: t(`order.${kind as Ordered}_down`, { field }), group },
      ];
    });
}
