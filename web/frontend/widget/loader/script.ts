/** The script element that loaded us says whose widget this is and where its desk lives. */

export interface Script {
  /** Address of the channel's visitor side, e.g. https://desk.example/chat/KEY */
  readonly chat: string;
  /** data-channel, data-locale, data-theme, data-mail */
  readonly data: DOMStringMap;
}

export function findScript(): Script | null {
  const element = (document.currentScript || document.querySelector("script[data-channel]")) as HTMLScriptElement | null;
  const data = element && element.dataset;
  return data && data["channel"] ? { chat: new URL("chat/" + encodeURIComponent(data["channel"]), element.src).href, data } : null;
}
