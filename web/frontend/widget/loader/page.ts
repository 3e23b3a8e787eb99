/** The page the visitor is on, as the agent may know it: without the part after #, which may hold secrets. */

import { ofDocument } from "./dom";
import type { Page } from "../state/protocol";

const lookEveryMs = 1_000;

/** Single-page applications change the address without a load, and no browser says so to everybody: look now and then. */
export function followPage(onChange: (page: Page) => void) {
  let own: Partial<Page> = {};
  let seen = location.href;

  const now = (): Page => ({ url: seen.split("#")[0]!, title: ofDocument("title"), referrer: ofDocument("referrer"), ...own });
  const tell = () => onChange(now());
  const timer = setInterval(() => {
    if (seen === location.href) return;
    seen = location.href;
    own = {};
    tell();
  }, lookEveryMs);

  return {
    now,
    tell,
    /** What the page says of itself, until its address changes. */
    given(page: Partial<Page>) {
      own = page;
      tell();
    },
    leave: () => clearInterval(timer),
  };
}
