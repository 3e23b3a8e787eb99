/** Shows what the desk pushes while nobody looks at its console, and opens what it is about. */
import { placeOf, tabFor, type About } from "../console/news/place";
import { occasionOf } from "../console/news/quiet";
import { scope, type NotificationEvent, type PushEvent, type Tab } from "./scope";

interface Pushed extends About {
  readonly id: number;
  readonly kind: string;
  readonly title: string;
  readonly lang: string;
}

/** A tab that is asleep does not answer. */
const ANSWER_WITHIN_MS = 300;

export function startPush(): void {
  scope.addEventListener("push", (event) => event.waitUntil(show(event)));
  scope.addEventListener("notificationclick", (event) => event.waitUntil(open(event)));
}

/** Who looks at the console sees it there; a second push of the same news takes the place of the first. */
async function show(event: PushEvent): Promise<void> {
  const pushed = read(event);
  const tabs = await allTabs();
  if (pushed === null || tabs.some(({ focused }) => focused)) return;
  const { id, kind, title, lang, ticket, side, customer } = pushed;
  const silent = await hasRung(tabs, occasionOf({ kind, ticket, id }));
  await scope.registration.showNotification(title, { tag: `news-${id}`, lang, silent, icon: "/static/icons/icon-192.png", data: { ticket, side, customer } });
}

/** Whether a console has just sounded for it: once is enough. */
async function hasRung(tabs: readonly Tab[], occasion: string): Promise<boolean> {
  return new Promise((tell) => {
    setTimeout(() => tell(false), tabs.length > 0 ? ANSWER_WITHIN_MS : 0);
    for (const tab of tabs) {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = ({ data }) => data === true && tell(true);
      tab.postMessage({ rung: occasion }, [port2]);
    }
  });
}

async function open({ notification }: NotificationEvent): Promise<void> {
  notification.close();
  const about = { ticket: null, ...(notification.data as Partial<About> | null) };
  const place = placeOf(about);
  const tab = tabFor(await allTabs(), about);
  if (!tab) {
    await scope.clients.openWindow(`/${place}`);
    return;
  }
  // the page goes there itself: what somebody writes in it stays
  if (place) tab.postMessage({ open: place });
  await tab.focus();
}

async function allTabs(): Promise<readonly Tab[]> {
  return scope.clients.matchAll({ type: "window", includeUncontrolled: true });
}

function read({ data }: PushEvent): Pushed | null {
  const found = data?.json() as Partial<Pushed> | null | undefined;
  if (typeof found?.id !== "number" || typeof found.title !== "string") return null;
  return { ticket: null, kind: "", lang: "", ...found, id: found.id, title: found.title };
}
