/** For browsers that cannot show the widget: an ordinary link, by mail where the page gives an address. */

import { make } from "./dom";
import type { Script } from "./script";

export function isOldBrowser(): boolean {
  return !(document.adoptedStyleSheets && "inert" in document.documentElement);
}

export function plainLink({ base, attributes }: Script): void {
  const link = make("a", "", document.documentElement);
  link.href = attributes["mail"] ? "mailto:" + attributes["mail"] : base + "/frame";
  link.target = "_blank";
  link.textContent = "Chat";
  link.style.cssText = "position:fixed;right:20px;bottom:20px;z-index:2147483000;padding:12px;background:#1f5fbf;color:#fff";
}
