/** The page's title blinks while a hidden page has unread messages; it is given back untouched. */

import { ofDocument } from "./dom";

const everyMs = 1_500;

export function titleFlash(): (text: string) => void {
  let timer = 0;
  let own = "";
  let shown = "";

  function restore() {
    if (shown && ofDocument("title") === shown) ofDocument("title", own);
    shown = "";
  }

  return (text) => {
    clearInterval(timer);
    restore();
    if (!text) return;
    timer = setInterval(() => {
      if (shown) return restore();
      own = ofDocument("title");
      ofDocument("title", (shown = text));
    }, everyMs);
  };
}
