/** The port to the visitor's page. The page that embeds us is allowed by frame-ancestors; it learns counts and ticket numbers only. */

import { effect, signal } from "@preact/signals";
import type { Greeting, ToFrame, ToHost } from "../port";
import type { Page } from "../state/protocol";
import { connect, hasToken, unread } from "./desk";
import { draft } from "./draft";
import { onNews } from "./news";
import { isOpen, page, theme } from "./settings";
import { speak, t } from "../words/words";

const mostCharacters = 500;

/** Rises with every wish of the page that the message box be focused. */
export const focusWanted = signal(0);

let port: MessagePort | null = null;

export function meetHost(): void {
  addEventListener("message", (event: MessageEvent<Greeting | undefined>) => {
    const offered = event.ports[0];
    if (event.source !== window.parent || event.data?.helpdesk !== 1 || !offered || port) return;
    port = offered;
    port.onmessage = (message: MessageEvent<ToFrame>) => obey(message.data);
    greet(event.data);
  });
  effect(() => {
    if (isOpen.value || hasToken()) connect();
  });
  unread.subscribe(tellUnread);
  onNews((event) => {
    if (event.message) tellHost({ t: event.message.from === "visitor" ? "message:sent" : "message:received", d: { ticket: event.ticket } });
  });
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
  else if (order.t === "page") page.value = trimmed(order.page);
  else if (order.t === "prefill" && order.text && draft.peek() === "") draft.value = String(order.text);
}

function trimmed({ url, title, referrer }: Page): Page {
  return { url: url.slice(0, mostCharacters), title: title.slice(0, mostCharacters), referrer: referrer.slice(0, mostCharacters) };
}
