/** The port to the visitor's page. The page that embeds us is allowed by frame-ancestors; it learns counts and ticket numbers only. */

import { effect, signal } from "@preact/signals";
import type { Greeting, Identity, Prefill, ToFrame, ToHost } from "../port";
import type { Page } from "../state/protocol";
import { connect, forget, hasToken, identify, identity, isNamed, lookAhead, markNamed, standing, tellPage, unread } from "./desk";
import { prefilled } from "./answers";
import { draft } from "./draft";
import { onNews } from "./news";
import { isOpen, page, theme } from "./settings";
import { speak, t } from "../words/words";

const mostCharacters = 500;

/** Rises with every wish of the page that the message box be focused. */
export const focusWanted = signal(0);

let port: MessagePort | null = null;
/** The identity the desk was told of. */
let shown: unknown = null;
let isAnew = false;

export function meetHost(): void {
  addEventListener("message", (event: MessageEvent<Greeting | undefined>) => {
    const offered = event.ports[0];
    if (event.source !== window.parent || event.data?.helpdesk !== 1 || !offered || port) return;
    port = offered;
    port.onmessage = (message: MessageEvent<ToFrame>) => obey(message.data);
    greet(event.data);
  });
  effect(() => {
    if (!isOpen.value && !hasToken()) return;
    if (identity.value !== shown) {
      shown = identity.value;
      identify();
    }
    connect();
    if (isOpen.value) void lookAhead();
  });
  standing.subscribe(tellIdentity);
  unread.subscribe(tellUnread);
  onNews(({ ticket, seq, message, status }) => {
    const isOwn = message?.from === "visitor";
    if (isOwn && seq === 1) tellHost({ t: "ticket:started", d: { ticket } });
    if (message) tellHost({ t: isOwn ? "message:sent" : "message:received", d: { ticket } });
    if (status === "resolved") tellHost({ t: "ticket:resolved", d: { ticket } });
  });
}

function tellIdentity(): void {
  const { verified, problem } = standing.peek() ?? {};
  if (verified) markNamed();
  if (problem) tellHost({ t: "identify:failed", d: { problem } });
  else if (verified) tellHost({ t: "identified", d: {} });
  if (problem !== "identity_taken" || isAnew) return;
  isAnew = true; // this browser was somebody else's: once is enough
  forget();
  identify();
}

export function tellHost(news: ToHost): void {
  port?.postMessage(news);
}

function tellUnread(): void {
  const n = unread.peek();
  tellHost({ t: "unread", n, text: t.peek()("unread", { count: n }) });
}

export function closePanel(): void {
  tellHost({ t: "close" });
}

function greet(greeting: Greeting): void {
  page.value = trimmed(greeting.page);
  theme.value = greeting.theme;
  void speak([greeting.locale]);
  isOpen.value = greeting.open;
  if (greeting.open && greeting.focus) focusWanted.value++;
  tellHost({ t: "ready" });
  tellUnread();
}

function obey(order: ToFrame): void {
  if (order.t === "open") {
    isOpen.value = true;
    if (order.focus) focusWanted.value++;
  } else if (order.t === "close") isOpen.value = false;
  else if (order.t === "locale") void speak([order.locale]);
  else if (order.t === "theme") theme.value = order.theme;
  else if (order.t === "page") tellPage((page.value = trimmed(order.page)));
  else if (order.t === "identify") meet(order.identity);
  else if (order.t === "prefill") fill(order.text);
}

function fill(given: Prefill): void {
  const { text, fields } = given && typeof given === "object" ? given : { text: given };
  if (text && draft.peek() === "") draft.value = String(text).slice(0, 1e4);
  if (typeof fields === "object") prefilled.value = { ...fields };
}

function meet(given: Identity | null): void {
  if (!given && (identity.peek() || isNamed())) forget();
  isAnew = false;
  shown = given ? shown : null;
  identity.value = given && (typeof given === "object" ? { ...given } : { jwt: String(given) });
}

/** Whatever a page says of itself: titles of routes, for one, are often not there. */
function trimmed(page: Page): Page {
  const [url, title, referrer] = [page?.url, page?.title, page?.referrer].map((text) => String(text ?? "").slice(0, mostCharacters)) as [string, string, string];
  return { url, title, referrer };
}
