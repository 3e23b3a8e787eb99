/** Shows what the desk pushes while nobody looks at its console, and opens the ticket it is about. */
import { scope, type NotificationEvent, type PushEvent } from "./scope";

interface Pushed {
  readonly id: number;
  readonly title: string;
  readonly ticket: number | null;
  readonly lang: string;
}

export function startPush(): void {
  scope.addEventListener("push", (event) => event.waitUntil(show(event)));
  scope.addEventListener("notificationclick", (event) => event.waitUntil(open(event)));
}

/** Who looks at the console sees it there; a second push of the same news takes the place of the first. */
async function show(event: PushEvent): Promise<void> {
  const pushed = read(event);
  const tabs = await scope.clients.matchAll({ type: "window", includeUncontrolled: true });
  if (pushed === null || tabs.some(({ focused }) => focused)) return;
  const { id, title, ticket, lang } = pushed;
  await scope.registration.showNotification(title, { tag: `news-${id}`, lang, icon: "/static/icons/icon-192.png", data: { ticket } });
}

async function open({ notification }: NotificationEvent): Promise<void> {
  notification.close();
  const ticket = (notification.data as { ticket?: unknown } | null)?.ticket;
  const tabs = await scope.clients.matchAll({ type: "window", includeUncontrolled: true });
  const tab = tabs.find(({ url }) => new URL(url).pathname === "/");
  if (!tab) {
    await scope.clients.openWindow(typeof ticket === "number" ? `/?ticket=${ticket}` : "/");
    return;
  }
  // the page goes there itself: what somebody writes in it stays
  if (typeof ticket === "number") tab.postMessage({ open: ticket });
  await tab.focus();
}

function read({ data }: PushEvent): Pushed | null {
  const found = data?.json() as Partial<Pushed> | null | undefined;
  if (typeof found?.id !== "number" || typeof found.title !== "string") return null;
  return { id: found.id, title: found.title, ticket: typeof found.ticket === "number" ? found.ticket : null, lang: String(found.lang ?? "") };
}
