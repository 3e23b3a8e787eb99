/** What this agent is told personally: warnings and breaches, newest first, unread ones counted. */
import { signal } from "@preact/signals";
import { api } from "./api";
import { onFrames, onRefetch } from "./live";
import { placeOf } from "./news/place";
import { putAway } from "./pushed";
import { visit } from "./route";
import type { LiveFrame } from "./store/frames";
import { added, read, readWith, type News, type Told } from "./store/news";
import { known, loadWords, t } from "./text";
import { toast } from "./toasts";

export const told = signal<Told | null>(null);

export function startBell(): void {
  void fetchNews();
  onRefetch(() => void fetchNews());
  onFrames((frames) => {
    const opened = frames.flatMap((frame) => (frame.t === "private" && frame.kind === "read.marked" && (frame.data.message_id ?? 0) > 0 ? [frame.ticket] : []));
    if (opened.length > 0) void putAway(opened).catch(() => undefined);
    if (told.value && opened.length > 0) told.value = readWith(told.value, opened);
    const news = frames.flatMap(newsIn);
    if (news.length === 0) return;
    told.value = news.reduce(added, told.value ?? { unread: 0, notifications: [] });
    void announce(news.at(-1)!);
  });
}

async function fetchNews(): Promise<void> {
  told.value = await api<Told>("GET", "/api/notifications").catch(() => told.peek());
}

export async function fetchOlderNews(): Promise<void> {
  const before = told.peek()?.notifications.at(-1)?.id;
  if (before === undefined) return;
  const { notifications } = await api<Told>("GET", `/api/notifications?before=${before}`);
  const now = told.peek()!;
  told.value = { ...now, notifications: [...now.notifications, ...notifications] };
}

/** What is in the list has been seen. */
export async function markNewsRead(): Promise<void> {
  const upto = told.peek()?.notifications[0]?.id;
  if (upto === undefined || told.peek()?.unread === 0) return;
  await api("PUT", "/api/notifications/read", { upto });
  told.value = read(told.peek()!, upto);
  await putAway().catch(() => undefined);
}

export function newsText({ kind, data, ticket_number }: News): string {
  const number = `#${String(ticket_number ?? data["number"])}`;
  return known("news.", `${kind}.${String(data["target"])}`, { number }) ?? known("news.", kind, { number, date: String(data["on"]) }) ?? `${number}: ${kind}`;
}

export function openNews({ ticket_id, data }: News): void {
  visit(placeOf({ ticket: ticket_id, side: Number(data["side_id"]), customer: Number(data["customer_id"]) }));
}

function newsIn(frame: LiveFrame): News[] {
  const found = frame.t === "private" && frame.kind === "notification.added" ? frame.data.notification : null;
  return found ? [found] : [];
}

async function announce(news: News): Promise<void> {
  await Promise.all([loadWords("news"), loadWords("help")]).catch(() => undefined);
  toast(newsText(news), { kind: news.kind === "sla.breached" ? "error" : "info", action: { label: t("action.open"), run: () => openNews(news) } });
}
