/** Names of statuses and types: our own words for those we ship, the admin's for the rest. */
import { known } from "../text";

export function statusName({ key, name }: { key: string | null; name: string }): string {
  return (key && known("status.", key)) ?? name;
}

export function typeName({ key, name }: { key: string | null; name: string }): string {
  return (key && known("type.", key)) ?? name;
}
