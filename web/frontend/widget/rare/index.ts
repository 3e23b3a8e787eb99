/** What few visitors need: loaded once one of it is wanted, with its looks and its texts. */

import { After } from "./After";
import { Emoji } from "./Emoji";
import { Gate } from "./Gate";
import { List } from "./List";
import { More } from "./More";
import look from "./rare.lazy.css";
import { Refusal } from "./Refusal";
import { Teaser } from "./Teaser";
import { spoken } from "./texts";
import { Tray } from "./Tray";
import { Viewer } from "./Viewer";

export { chime } from "./chime";
export { waitFor } from "./openers";
export { takeOver } from "./window";

const screens = { After, Emoji, Gate, List, More, Refusal, Teaser, Tray, Viewer };
let isDressed = false;

/** Return a screen once it can be read. */
export async function ready<Name extends keyof typeof screens>(name: Name): Promise<(typeof screens)[Name]> {
  if (!isDressed) {
    isDressed = true;
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(look);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  }
  await spoken();
  return screens[name];
}
