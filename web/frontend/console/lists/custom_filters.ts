/** Custom fields of tickets and of their customers, and segments, as fields of a filter. */
import { signal } from "@preact/signals";
import { api } from "../api";
import { fieldsOf, labelOf, wantDefinitions } from "../customers/definitions";
import type { CustomField, FieldKind } from "../customers/types";
import type { Choice } from "../parts/select";
import { known, loadWords, t } from "../text";
import type { Op, Value } from "./saved";

const OWN = "fields.";
const CUSTOMERS = "customer.";
const OPS: Readonly<Record<FieldKind, readonly Op[]>> = {
  text: ["contains", "in", "is_set"],
  number: ["at_least", "at_most", "in", "is_set"],
  date: ["at_least", "at_most", "is_set"],
  yes_no: ["in", "is_set"],
  choice: ["in", "not_in", "is_set"],
  several: ["in", "not_in", "is_set"],
};
interface Segment { id: number; name: string; key: string | null }
const segments = signal<readonly Segment[]>([]);
let isWanted = false;

/** Fetches what filters can be about besides the desk's own fields. */
export function wantCustom(): void {
  wantDefinitions();
  if (isWanted) return;
  isWanted = true;
  Promise.all([api<Segment[]>("GET", "/api/segments"), loadWords("customers")]).then(([found]) => (segments.value = found), () => (isWanted = false));
}

export function isCustom(field: string): boolean {
  return field.startsWith(OWN) || field.startsWith(CUSTOMERS);
}

export function customField(name: string): CustomField | undefined {
  const entity = name.startsWith(OWN) ? "ticket" : "customer";
  return fieldsOf(entity).find(({ key }) => `${entity === "ticket" ? OWN : CUSTOMERS}${key}` === name);
}

export function customFields(): Choice[] {
  const named = (entity: "ticket" | "customer", prefix: string): Choice[] =>
    fieldsOf(entity).filter(({ archived_at }) => archived_at === null).map(({ key, labels }) => ({ value: prefix + key, label: labelOf(labels), group: t(`filter.fields_${entity}`) }));
  return [...named("ticket", OWN), ...named("customer", CUSTOMERS)];
}

export function customName(name: string): string {
  const field = customField(name);
  return field ? labelOf(field.labels) : name;
}

export function customOps(name: string): readonly Op[] {
  return OPS[customField(name)?.kind ?? "text"];
}

export function customOpName(name: string, op: Op): string {
  const kind = customField(name)?.kind;
  if (kind === "date" && op === "at_least") return t("op.after");
  if (kind === "date" && op === "at_most") return t("op.until");
  if (op === "in" && kind !== "choice" && kind !== "several") return t("op.is");
  return t(`op.${op}`);
}

export function firstValues(name: string, op: Op): Value[] {
  if (op === "is_set") return [true];
  return customField(name)?.kind === "yes_no" ? [true] : [];
}

export function customValues(name: string): [Value, string][] {
  return (customField(name)?.choices ?? []).map(({ key, labels }) => [key, labelOf(labels)]);
}

export function hasSegments(): boolean {
  return segments.value.length > 0;
}

export function segmentValues(): [Value, string][] {
  return segments.value.map(({ id, name, key }) => [id, (key !== null && known("segments.", key)) || name]);
}
