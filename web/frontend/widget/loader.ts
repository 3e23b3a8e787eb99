/** The one script on a visitor's page: a launcher, and a frame of the desk's own origin once it is wanted. */

import { findScript } from "./loader/script";
import { isOldBrowser, plainLink } from "./loader/plain";
import { start } from "./loader/start";

const script = findScript();
if (script && isOldBrowser()) plainLink(script);
else if (script) start(script);
