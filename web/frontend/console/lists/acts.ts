/** What snoozes, follows and tags tickets; each toast takes it back. */
import { render, type ComponentChild } from "preact";
import { api } from "../api";
import { change } from "../live";
import { releaseList } from "../order_hold";
import { rows, tickets } from "../session";
import { loadRows } from "../store/load";
import type { Row } from "../store/types";
import { loadWords, t, when } from "../text";
import { tell, toast } from "../toasts";

const NEWEST = Number.MAX_SAFE_INTEGER;

/** Show a dialog over everything until it closes itself. */
export async function show(draw: (close: () => void) => Promise<ComponentChild>): Promise<void> {
  try {
    await Promise.all([loadWords("lists"), loadWords("forms")]);
    const root = document.createElement("div");
    const close = (): void => {
      render(null, root);
      root.remove();
    };
    const dialog = await draw(close);
    document.body.append(root);
    render(dialog, root);
  } catch (error) {
    tell(error);
  }
}

export function openSnooze(ids: readonly number[], onChoose?: (until: string) => void): void {
  void show(async (close) => (await import("./snooze_dialog")).draw(ids, onChoose ?? ((until) => void snooze(ids[0]!, until)), close));
}

export function openTags(id: number): void {
  void show(async (close) => (await import("./tags_dialog")).draw(id, close));
}

async function ask(id: number, method: "PUT" | "DELETE", path: string, body?: unknown): Promise<void> {
  const { ticket } = await api<{ ticket: Row | null }>(method, `/api/tickets/${id}/${path}`, body);
  if (ticket) change((now) => loadRows(now, [ticket], NEWEST));
  releaseList();
}

export async function snooze(id: number, until: string): Promise<void> {
  await ask(id, "PUT", "snooze", { until }).then(() => toast(t("lists.snooze_done", { number: number(id), time: when.moment(until) }), { action: { label: t("action.undo"), run: () => void wake(id) } }), tell);
}

export async function wake(id: number): Promise<void> {
  await ask(id, "DELETE", "snooze").catch(tell);
}

export async function toggleFollow(id: number): Promise<void> {
  const isFollowed = tickets.value.get(id)?.following ?? false;
  try {
    await loadWords("lists");
    await api(isFollowed ? "DELETE" : "PUT", `/api/tickets/${id}/following`, isFollowed ? undefined : {});
    change((now) => {
      const view = now.tickets.get(id);
      return view ? { ...now, tickets: new Map(now.tickets).set(id, { ...view, following: !isFollowed }) } : now;
    });
    toast(t(isFollowed ? "lists.unfollowed" : "lists.followed", { number: number(id) }));
  } catch (error) {
    tell(error);
  }
}

export async function changeTags(id: number, changes: { add?: readonly string[]; remove?: readonly string[] }): Promise<void> {
  await ask(id, "PUT", "tags", changes);
}

function number(id: number): string {
  return `#${rows.value.get(id)?.number ?? ""}`;
}
