/** Ways within the client base; where one is stands in the address as `q`. */
import { go } from "../route";

export type Place = "customers" | "organisations" | "duplicates" | "import";
export interface Where { readonly place: Place; readonly id: number | null }

export function whereIn(query: string): Where {
  const [place = "", id = ""] = query.split(":");
  const number = Number(id);
  const known = (["customers", "organisations", "duplicates", "import"] as const).find((one) => one === place);
  return { place: known ?? "customers", id: known && Number.isSafeInteger(number) && number > 0 ? number : null };
}

export function openPlace(place: Place, id: number | null = null): void {
  go({ page: "customers", query: id === null ? (place === "customers" ? "" : place) : `${place}:${id}` });
}

export function openCustomer(id: number): void {
  openPlace("customers", id);
}
