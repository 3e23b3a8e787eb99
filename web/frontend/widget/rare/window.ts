/** The same conversation in a window of its own. What it needs goes from the frame to the window, to its exact origin and never by an address. */

import { isWindow } from "../store/box";
import { box, channel, root } from "../store/channel";
import { hasToken, identify, identity } from "../store/desk";
import { page, theme } from "../store/settings";
import { needToken } from "../store/token";
import { locale } from "../words/words";
import { say, spoken } from "./texts";
import type { Page } from "../state/protocol";
import type { Theme } from "../port";

const patienceMs = 5_000;
const kind = "window";

interface Handed {
  readonly helpdesk: typeof kind;
  readonly token: string;
  readonly locale: string;
  readonly theme: Theme;
  readonly page: Page | null;
  readonly identity: unknown;
}

let opened: Window | null = null;

export async function openWindow(): Promise<null> {
  if (!hasToken()) identify(); // both are the same visitor from the start
  if (!opened) addEventListener("message", hand);
  opened = window.open(`${location.pathname}#${kind}`, `helpdesk-${channel}`, "popup,width=420,height=680");
  if (!opened) throw new Error("The browser opened no window.");
  opened.focus();
  return null;
}

/** In the window: be who the frame is, and say whether one learnt it. What is handed over is kept in memory alone, and asked for again after a reload. */
export async function takeOver(): Promise<boolean> {
  try {
    const { token, locale, theme: wanted, page: seen, identity: named } = await handed(window.opener as Window | null);
    box.set("token", token);
    [theme.value, page.value, identity.value] = [wanted, seen, named];
    document.documentElement.lang = locale;
    return true;
  } catch {
    await spoken();
    root.textContent = say.peek()("window_lost");
    return false;
  }
}

function hand(event: MessageEvent<Partial<Handed> | undefined>): void {
  if (!opened || event.source !== opened || event.origin !== location.origin || event.data?.helpdesk !== kind) return;
  const handed: Handed = { helpdesk: kind, token: needToken(box), locale: locale.peek(), theme: theme.peek(), page: page.peek(), identity: identity.peek() };
  opened.postMessage(handed, location.origin);
}

function handed(from: Window | null): Promise<Handed> {
  return new Promise((resolve, reject) => {
    if (!from || !isWindow) return reject(new Error("Nobody opened this window."));
    addEventListener("message", ({ source, origin, data }: MessageEvent<Handed | undefined>) => {
      if (source === from && origin === location.origin && data?.helpdesk === kind && data.token) resolve(data);
    });
    setTimeout(() => reject(new Error("Nobody answered.")), patienceMs);
    from.postMessage({ helpdesk: kind }, location.origin);
  });
}
