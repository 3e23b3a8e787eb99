/** The filled custom fields of a ticket in few words, for its row in a list. */
import type { Row } from "../store/types";
import { fieldsOf, labelOf, wantDefinitions } from "./definitions";
import type { CustomField } from "./types";

const MOST = 3;
const MOST_CHARS = 24;

export function chips(row: Row): readonly string[] {
  wantDefinitions();
  const held = row.fields ?? {};
  return fieldsOf("ticket").map((field) => words(field, held[field.key])).filter((one) => one !== "").slice(0, MOST);
}

function words(field: CustomField, value: unknown): string {
  if (value === undefined || value === null || value === false) return "";
  if (value === true) return labelOf(field.labels);
  const named = (one: unknown): string => labelOf(field.choices.find(({ key }) => key === one)?.labels ?? { en: String(one) });
  const text = (Array.isArray(value) ? value : [value]).map(named).join(", ");
  if (field.kind === "number" || field.kind === "date") return `${labelOf(field.labels)}: ${text}`;
  return text.length > MOST_CHARS ? `${text.slice(0, MOST_CHARS)}…` : text;
}
