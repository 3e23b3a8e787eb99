/** Tickets that another may join: those of the same customer, or what a search finds. */
import { useEffect, useState } from "preact/hooks";
import { api } from "../api";
import { state } from "../session";
import type { Row } from "../store/types";

export interface Target {
  readonly id: number;
  readonly number: number;
  readonly subject: string;
  readonly category: string;
  readonly created_at: string;
  readonly customer: string;
}

export interface Found {
  readonly tickets: readonly Target[];
  readonly isBusy: boolean;
  readonly error: unknown;
}

const ASK_AFTER_MS = 200;
const MOST = 20;

export function useTargets(row: Row, query: string, isForMerge: boolean): Found {
  const [found, setFound] = useState<Found>({ tickets: [], isBusy: false, error: null });
  useEffect(() => {
    const words = query.trim();
    const fits = (one: Target & { merged_into_id?: number | null }): boolean => one.id !== row.id && !one.merged_into_id && !(isForMerge && one.category === "closed");
    if (words === "") return setFound({ tickets: ofTheSame(row).filter(fits), isBusy: false, error: null });
    const stop = new AbortController();
    setFound((before) => ({ ...before, isBusy: true }));
    const timer = setTimeout(() => {
      const path = `/api/search?limit=${MOST}&q=${encodeURIComponent(words)}`;
      api<{ tickets: Row[] }>("GET", path, undefined, stop.signal).then(
        ({ tickets }) => setFound({ tickets: tickets.map((one) => ({ ...one, customer: one.customer.name })).filter(fits), isBusy: false, error: null }),
        (error: unknown) => stop.signal.aborted || setFound({ tickets: [], isBusy: false, error }),
      );
    }, ASK_AFTER_MS);
    return () => (clearTimeout(timer), stop.abort());
  }, [row.id, query, isForMerge]);
  return found;
}

function ofTheSame(row: Row): Target[] {
  const { customers, rows } = state.peek();
  const theirs = customers.get(row.customer.id)?.tickets ?? [];
  return theirs
    .map((one) => ({ ...one, subject: rows.get(one.id)?.subject ?? one.subject, category: rows.get(one.id)?.category ?? one.category, merged_into_id: rows.get(one.id)?.merged_into_id ?? null, customer: row.customer.name }))
    .sort((one, other) => (one.created_at < other.created_at ? 1 : -1))
    .slice(0, MOST);
}
