/** What rows show of custom fields; their definitions load for those who want to see them. */
import { effect, signal } from "@preact/signals";
import { preferences } from "../session";
import type { Row } from "../store/types";

export const chipsOf = signal<((row: Row) => readonly string[]) | null>(null);

effect(() => {
  if (preferences.value.show_fields && chipsOf.peek() === null) void import("../customers/row_chips").then(({ chips }) => (chipsOf.value = chips), () => undefined);
});
