/** One customer's profile: fetched, kept fresh, changed. */
import { useEffect } from "preact/hooks";
import { api } from "../api";
import { change } from "../live";
import { customers, rows } from "../session";
import { loadCustomer } from "../store/load";
import { useData, type Data } from "../settings/data";
import type { Profile } from "./types";

export interface ProfileData extends Data<Profile> {
  patch: (body: Record<string, unknown>) => Promise<void>;
}

/** Fetch the profile, and again when a live frame has brought a newer row of one of the customer's tickets. */
export function useProfile(id: number): ProfileData {
  const data = useData<Profile>(`/api/customers/${id}/profile`);
  const versions = (customers.value.get(id)?.tickets ?? []).map((ticket) => rows.value.get(ticket.id)?.version ?? 0).join();
  useEffect(() => {
    if (data.value) change((state) => loadCustomer(state, data.value!));
  }, [data.value]);
  useEffect(() => {
    if (data.value) data.reload();
  }, [versions]);
  const patch = async (body: Record<string, unknown>): Promise<void> => {
    await api("PATCH", `/api/customers/${id}`, body);
    data.reload();
  };
  return { ...data, patch };
}
