/** The page the visitor is on, as the agent may know it: without the part after #, which may hold secrets. */

import type { Page } from "../state/protocol";

export function currentPage(): Page {
  const { title, referrer } = document;
  return { url: location.href.split("#")[0]!, title, referrer };
}
