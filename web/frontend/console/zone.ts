/** A profile that names no time zone of its own learns it from the browser, once. */
import { readStored, writeStored } from "../shared/dom";
import { api } from "./api";
import { me } from "./session";

const KEY = "helpdesk.zone_known";
const UNSET = "UTC";

export async function learnZone(): Promise<void> {
  const here = today(Intl.DateTimeFormat().resolvedOptions().timeZone);
  const { agent } = me.value!;
  if (agent.time_zone !== UNSET || here === UNSET || readStored<boolean>(KEY)) return;
  await api("PATCH", "/api/me", { time_zone: here });
  me.value = { ...me.value!, agent: { ...me.value!.agent, time_zone: here } };
  keepZone();
}

/** What somebody chose stays, even where it is the zone of those who chose nothing. */
export function keepZone(): void {
  writeStored(KEY, true);
}

/** Browsers still call some zones by the name they had long ago. */
export function today(zone: string): string {
  return zone === "Europe/Kiev" ? "Europe/Kyiv" : zone;
}
