/** What an answer of the form looks like, and what is wrong with it: the rules of the desk's own fields. */

import type { Field } from "../store/settings";
import { isAddress } from "./address";
import type { RareKey } from "./texts/en";

const mostCharacters = 500;
const number = /^[-+−]?[0-9]{1,15}([.,][0-9]{1,9})?$/;
const phone = /^[+\d][\d\s().-]{4,24}$/;

/** What a page or an earlier try says of a field, as the form holds it; "" when it makes no sense. */
export function textOf({ kind, options }: Field, given: unknown): string {
  const isOffered = (one: unknown) => options.some(({ value }) => value === one);
  if (kind === "several") return (Array.isArray(given) ? given : String(given).split(" ")).filter(isOffered).join(" ");
  if (options.length) return isOffered(given) ? String(given) : "";
  if (kind === "yes_no" && typeof given === "boolean") return given ? "yes" : "no";
  return typeof given === "string" || typeof given === "number" ? String(given).slice(0, mostCharacters) : "";
}

/** The key of what is wrong; null when the desk will take it. */
export function faultOf({ kind, required, options }: Field, text: string): RareKey | null {
  const value = text.trim();
  if (!value) return required ? "missing" : null;
  const isOffered = (one: string) => options.some((option) => option.value === one);
  switch (kind) {
    case "email":
      return isAddress(value) ? null : "bad_email";
    case "phone":
      return phone.test(value) ? null : "bad_phone";
    case "number":
      return number.test(value.replace(/ /g, "")) ? null : "bad_number";
    case "date":
      return /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value)) ? null : "bad_date";
    case "yes_no":
      return value === "yes" || value === "no" ? null : "missing";
    case "several":
      return value.split(" ").every(isOffered) ? null : "missing";
    case "choice":
    case "topic":
      return !options.length || isOffered(value) ? null : "missing";
    default:
      return null;
  }
}
