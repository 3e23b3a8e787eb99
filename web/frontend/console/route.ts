/** Where the agent is: kept in the address, so that a reload, a link and "back" work. */
import { signal } from "@preact/signals";
import { readStored, writeStored } from "../shared/dom";
import { mayLeave } from "./unsaved";
import { isFieldSort, SORTS, type Sort } from "./store/views";

const PAGES = ["search", "settings", "reports", "board", "planning", "customers", "help"] as const;
export type Page = (typeof PAGES)[number];

export interface Route {
  readonly view: string;
  readonly sort: Sort;
  readonly ticket: number | null;
  /** Message to show in the ticket's timeline. */
  readonly message: number | null;
  readonly page: Page | null;
  readonly section: string;
  readonly query: string;
}

const SORT_KEY = "helpdesk.sorts";
export const route = signal<Route>(parseRoute(location.search));

export function parseRoute(search: string): Route {
  const params = new URLSearchParams(search);
  const view = params.get("view") ?? "mine";
  const page = params.get("page");
  return {
    view,
    sort: sortOf(params.get("sort") ?? rememberedSort(view)),
    ticket: positive(params.get("ticket")),
    message: positive(params.get("message")),
    page: PAGES.find((one) => one === page) ?? null,
    section: params.get("section") ?? "profile",
    query: params.get("q") ?? "",
  };
}

export function formatRoute(to: Route): string {
  const params = new URLSearchParams({ view: to.view });
  if (to.sort !== rememberedSort(to.view)) params.set("sort", to.sort);
  if (to.ticket !== null) params.set("ticket", String(to.ticket));
  if (to.message !== null) params.set("message", String(to.message));
  if (to.page) params.set("page", to.page);
  if (to.page === "settings") params.set("section", to.section);
  if (to.page && to.page !== "settings" && to.query) params.set("q", to.query);
  return `?${params}`;
}

/** Go somewhere; what is not named stays as it is, except a page and a message, which close. */
export function go(change: Partial<Route>, { replace = false } = {}): void {
  const view = change.view ?? route.value.view;
  const sort = change.sort ?? (change.view ? sortOf(rememberedSort(view)) : route.value.sort);
  const next: Route = { ...route.value, page: null, message: null, ...change, view, sort };
  if (isElsewhere(next) && !mayLeave(() => go(change, { replace }))) return;
  if (change.sort) rememberSort(view, change.sort);
  const url = formatRoute(next);
  route.value = next;
  if (url === location.search) return;
  if (replace) history.replaceState(null, "", url);
  else history.pushState(null, "", url);
}

/** Go where an address leads, in the view one is in. */
export function visit(search: string): void {
  const { ticket, page, query } = parseRoute(search);
  if (page) go({ page, query });
  else if (ticket !== null) go({ ticket });
}

addEventListener("popstate", () => {
  const next = parseRoute(location.search);
  if (isElsewhere(next) && !mayLeave(() => go(next))) return history.pushState(null, "", formatRoute(route.value));
  route.value = next;
});

/** From a page with forms, and not only to another place within it. */
function isElsewhere({ page, section }: Route): boolean {
  return route.value.page !== null && (page !== route.value.page || section !== route.value.section);
}

function sortOf(text: string): Sort {
  return isFieldSort(text) ? text : (SORTS.find((sort) => sort === text) ?? "urgency");
}

function rememberedSort(view: string): string {
  return readStored<Record<string, string>>(SORT_KEY)?.[view] ?? (view === "resolved" || view === "spam" || view === "trash" ? "activity" : "urgency");
}

function rememberSort(view: string, sort: Sort): void {
  writeStored(SORT_KEY, { ...readStored<Record<string, string>>(SORT_KEY), [view]: sort });
}

function positive(text: string | null): number | null {
  const number = Number(text);
  return Number.isSafeInteger(number) && number > 0 ? number : null;
}
