/** What the whole page shares: who is signed in, the state of the desk, the connection, the clock. */
import { computed, signal } from "@preact/signals";
import type { SocketState } from "../shared/socket";
import { emptyState, type State } from "./store/state";
import type { Agent, Me, Preferences, Row, Team } from "./store/types";

export const me = signal<Me | null>(null);
export const state = signal<State>(emptyState(0));
export const connection = signal<SocketState>("connecting");
export const offlineSince = signal<number | null>(null);
/** The desk keeps nothing just now: its disk is full, or its database takes no writes. */
export const isReadOnly = signal(false);

/** One clock for the page; everything that shows a time gone by reads it. */
export const now = signal(Date.now());
setInterval(() => {
  if (document.visibilityState === "visible") now.value = Date.now();
}, 15_000);

/** Parts of the state: who reads one is drawn again only when that part has changed. */
export const workspace = computed(() => state.value.workspace);
export const counts = computed(() => state.value.counts);
export const rows = computed(() => state.value.rows);
export const lists = computed(() => state.value.lists);
export const tickets = computed(() => state.value.tickets);
export const customers = computed(() => state.value.customers);
export const histories = computed(() => state.value.histories);
export const presence = computed(() => state.value.presence);
export const viewers = computed(() => state.value.viewers);
export const customerTyping = computed(() => state.value.customerTyping);
const agents = computed(() => new Map((workspace.value?.agents ?? []).map((agent) => [agent.id, agent])));

export const preferences = computed<Preferences>(() => ({ ...DEFAULTS, ...me.value?.preferences }));
const DEFAULTS: Preferences = { toured: true, theme: "auto", density: "comfortable", shortcuts: true, sound: false, after_resolve: "next", after_send: "stay", send_on_enter: false, show_preview: true, show_tags: true, show_team: false, show_fields: false, search_order: "newest", keys: {} };

export function myId(): number {
  return me.value?.agent.id ?? 0;
}

export function isAdmin(): boolean {
  return me.value?.agent.role === "admin";
}

export function isSupervisor(): boolean {
  return me.value?.agent.role === "supervisor" || isAdmin();
}

export function agentOf(id: number | null | undefined): Agent | undefined {
  return id == null ? undefined : agents.value.get(id);
}

export function agentName(id: number | null | undefined): string {
  return agentOf(id)?.name ?? (id == null ? "" : `#${id}`);
}

export function teamOf(id: number | null): Team | undefined {
  return workspace.value?.teams.find((team) => team.id === id);
}

export const myTeams = computed(() => (workspace.value?.teams ?? []).filter((team) => team.member_ids.includes(myId())));

export function isUnread(row: Row): boolean {
  if (row.read_id === undefined) return false;
  return row.read_id < 0 || (row.last_message_from === "customer" && (row.last_message_id ?? 0) > row.read_id);
}

export const myPresence = computed(() => presence.value.get(myId()) ?? me.value?.presence);
