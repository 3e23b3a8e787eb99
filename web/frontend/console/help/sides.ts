/** Side threads: fetched, begun, written; and told when something is said in one. */
import { signal } from "@preact/signals";
import { api } from "../api";
import { onFrames } from "../live";
import { agentName, myId, teamOf } from "../session";
import type { NewSide, Side, SideDetail } from "./types";

/** Rises with whatever is said in a side thread somebody here may see. */
export const sideNews = signal(0);
let isListening = false;

export function listenToSides(): void {
  if (isListening) return;
  isListening = true;
  onFrames((frames) => {
    const isTold = frames.some((frame) => {
      if (frame.t === "event") return frame.kind.startsWith("side.");
      return frame.t === "private" && frame.data.notification?.kind === "side.written";
    });
    if (isTold) sideNews.value += 1;
  });
}

export function sidesOf(ticketId: number): Promise<Side[]> {
  return api<Side[]>("GET", `/api/tickets/${ticketId}/sides`);
}

export function beginSide(ticketId: number, key: string, side: NewSide): Promise<SideDetail> {
  return api<SideDetail>("POST", `/api/tickets/${ticketId}/sides`, { ...side, client_key: key });
}

export function readSide(id: number): Promise<SideDetail> {
  return api<SideDetail>("PUT", `/api/sides/${id}/read`, {});
}

export function writeAside(id: number, key: string, text: string): Promise<SideDetail> {
  return api<SideDetail>("POST", `/api/sides/${id}/messages`, { text, client_key: key });
}

/** With whom it is, from where I stand. */
export function partnerOf({ address, name, team_id, agent_ids }: Side): string {
  if (address) return name ? `${name} <${address}>` : address;
  const team = teamOf(team_id);
  const others = agent_ids.filter((id) => id !== myId()).map((id) => agentName(id));
  return [...(team ? [team.name] : []), ...others].join(", ");
}
