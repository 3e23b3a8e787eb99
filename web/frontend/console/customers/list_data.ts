/** The list of customers: asked for again when what is wanted changes, and page by page. */
import { useEffect, useState } from "preact/hooks";
import { api } from "../api";
import type { CustomerPageOf, Filter, Line } from "./list_types";
import { isWhole } from "./list_types";

export interface Wanted { readonly q: string; readonly sort: string; readonly filter: Filter; readonly fields: readonly string[] }
export interface ListData { readonly lines: readonly Line[] | null; readonly count: number; readonly isMore: boolean; readonly hasMore: boolean; readonly error: unknown; readonly more: () => void; readonly reload: () => void }

const PAUSE_MS = 200;

export function useList(wanted: Wanted): ListData {
  const [page, setPage] = useState<CustomerPageOf | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [turn, setTurn] = useState(0);
  const asked = JSON.stringify(bodyOf(wanted));
  useEffect(() => {
    const control = new AbortController();
    const timer = setTimeout(() => {
      setError(null);
      api<CustomerPageOf>("POST", "/api/customer-searches", JSON.parse(asked), control.signal).then(setPage, (problem: unknown) => {
        if (!control.signal.aborted) setError(problem);
      });
    }, page === null ? 0 : PAUSE_MS);
    return () => (clearTimeout(timer), control.abort());
  }, [asked, turn]);
  const more = (): void => {
    const last = page?.customers.at(-1);
    if (!page || !last) return;
    api<CustomerPageOf>("POST", "/api/customer-searches", { ...bodyOf(wanted), after: last.id }).then(
      (next) => setPage({ ...page, customers: joined(page.customers, next.customers), has_more: next.has_more }),
      setError,
    );
  };
  return { lines: page?.customers ?? null, count: page?.count ?? 0, isMore: page?.is_more ?? false, hasMore: page?.has_more ?? false, error, more, reload: () => setTurn((one) => one + 1) };
}

/** Whoever changed places between two parts is shown once. */
function joined(before: readonly Line[], next: readonly Line[]): readonly Line[] {
  const known = new Set(before.map(({ id }) => id));
  return [...before, ...next.filter(({ id }) => !known.has(id))];
}

export function bodyOf({ q, sort, filter, fields }: Wanted): Wanted {
  return { q: q.trim(), sort, fields, filter: { ...filter, conditions: filter.conditions.filter(isWhole) } };
}

export function fileAddress(wanted: Wanted, kind: "csv" | "xlsx"): string {
  const { q, filter } = bodyOf(wanted);
  return `/api/customers/file?${new URLSearchParams({ kind, q, wanted: JSON.stringify(filter) })}`;
}
