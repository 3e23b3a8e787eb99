/** The script element that loaded us says whose widget this is and where its desk lives. */

import { ofDocument } from "./dom";

export interface Script {
  /** Address of the channel's visitor side, e.g. https://desk.example/chat/KEY */
  readonly base: string;
  /** data-channel, data-locale, data-theme, data-mail */
  readonly attributes: DOMStringMap;
}

/** Only the running script itself is believed: a page's content can pretend to be `currentScript` by its name. */
export function findScript(): Script | undefined {
  const element = ofDocument("currentScript");
  if (!(element instanceof HTMLScriptElement)) return;
  const { dataset: attributes, src } = element;
  const { channel } = attributes;
  if (channel) return { base: new URL("chat/" + encodeURIComponent(channel), src).href, attributes };
}
