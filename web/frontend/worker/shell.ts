/** Keeps the console's code and its one page, so that it opens at once and without a connection. Never what a customer or agent wrote. */
import { scope, type FetchEvent } from "./scope";

/** Put before this script by the desk: the files of this build, and a name that changes with them. */
declare const HELPDESK_BUILD: { readonly version: string; readonly files: readonly string[] };

const PREFIX = "helpdesk.shell.";
const SHELL = "/";
/** Longer than this nobody should look at a white page for a page that is already here. */
const PATIENCE_MS = 2_500;
/** A tab that was open before an update goes on with the code it began with. */
const KEPT_BUILDS = 2;

const cacheName = PREFIX + HELPDESK_BUILD.version;

export function startShell(): void {
  scope.addEventListener("install", (event) => event.waitUntil(keepAll().then(() => scope.skipWaiting())));
  scope.addEventListener("activate", (event) => event.waitUntil(dropOld().then(() => scope.clients.claim())));
  scope.addEventListener("fetch", answer);
}

async function keepAll(): Promise<void> {
  const cache = await caches.open(cacheName);
  await cache.addAll([...HELPDESK_BUILD.files]);
  await fetch(SHELL, { redirect: "manual" }).then(keepPage);
}

async function dropOld(): Promise<void> {
  const names = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== cacheName);
  await Promise.all(names.slice(0, Math.max(0, names.length + 1 - KEPT_BUILDS)).map((name) => caches.delete(name)));
}

/** The data of the desk always comes from the desk: only its page and its code are answered here. */
function answer(event: FetchEvent): void {
  const { method, mode, url } = event.request;
  const { origin, pathname } = new URL(url);
  if (method !== "GET" || origin !== location.origin) return;
  if (mode === "navigate" && pathname === SHELL) event.respondWith(page(event));
  else if (pathname.startsWith("/static/console/")) event.respondWith(code(event.request));
}

/** The desk's own page whenever the desk answers in time: after an update nobody starts old code. */
async function page(event: FetchEvent): Promise<Response> {
  const asked = fetch(event.request).then((fresh) => keepPage(fresh));
  const kept = await (await caches.open(cacheName)).match(SHELL);
  if (!kept) return asked;
  event.waitUntil(asked.catch(() => undefined));
  const late = new Promise<Response>((resolve) => setTimeout(() => resolve(kept), PATIENCE_MS));
  return Promise.race([asked, late]).catch(() => kept);
}

/** Only a page that the desk gave a signed-in agent; who is signed out is sent to the sign-in page, which is not kept. */
async function keepPage(fresh: Response): Promise<Response> {
  if (fresh.status === 200 && fresh.type === "basic" && !fresh.redirected) {
    await (await caches.open(cacheName)).put(SHELL, fresh.clone());
  }
  return fresh;
}

/** A file's name changes with its content: one that was kept is right for ever. */
async function code(request: Request): Promise<Response> {
  return (await caches.match(request.url)) ?? fetch(request);
}
