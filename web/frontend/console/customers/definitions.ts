/** The custom fields of this desk: fetched when first wanted, and anew when the desk has changed. */
import { effect, signal } from "@preact/signals";
import { againLater } from "../again";
import { api } from "../api";
import { workspace } from "../session";
import { locale } from "../text";
import type { CustomField, FieldEntity, Labels } from "./types";

export const definitions = signal<readonly CustomField[] | null>(null);
let isWanted = false;

export function wantDefinitions(): void {
  if (isWanted) return;
  isWanted = true;
  effect(() => {
    void workspace.value?.position;
    void reloadDefinitions();
  });
}

export async function reloadDefinitions(): Promise<void> {
  await api<CustomField[]>("GET", "/api/custom-fields").then(
    (found) => (definitions.value = found),
    (error: unknown) => againLater(error, () => true, () => void reloadDefinitions()),
  );
}

export function fieldsOf(entity: FieldEntity): readonly CustomField[] {
  return (definitions.value ?? []).filter((field) => field.entity === entity);
}

/** In the reader's language, else the first there is. */
export function labelOf(labels: Labels): string {
  return labels[locale.value] || labels["en"] || Object.values(labels).find(Boolean) || "";
}
