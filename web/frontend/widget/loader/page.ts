/** The page the visitor is on, as the agent may know it: without the part after #, which may hold secrets. */

import { ofDocument } from "./dom";
import type { Page } from "../state/protocol";

export function currentPage(): Page {
  return { url: location.href.split("#")[0]!, title: ofDocument("title"), referrer: ofDocument("referrer") };
}
