/** Where news leads to. Pure: the console and its service worker both go by this. */

/** Ids of what news is about. A side thread comes first: who is asked there may not see its ticket. */
export interface About {
  readonly ticket: number | null;
  readonly side?: number | null;
  readonly customer?: number | null;
}

/** The query of the console's address; empty where there is nothing to open. */
export function placeOf({ ticket, side, customer }: About): string {
  if (side) return "?page=help&q=sides";
  if (ticket !== null) return `?ticket=${ticket}`;
  return customer ? `?page=customers&q=customers:${customer}` : "";
}

/** The tab that already shows the ticket, else the one that was looked at last: tabs come in that order. */
export function tabFor<Tab extends { readonly url: string }>(tabs: readonly Tab[], { ticket }: About): Tab | undefined {
  const consoles = tabs.filter(({ url }) => new URL(url).pathname === "/");
  return consoles.find(({ url }) => ticket !== null && shown(url) === String(ticket)) ?? consoles[0];
}

function shown(url: string): string | null {
  const { searchParams } = new URL(url);
  return searchParams.has("page") ? null : searchParams.get("ticket");
}
