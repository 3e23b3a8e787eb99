/** The chat panel in its own frame: history, composer and the connection to the desk. */

import { render } from "preact";
import { Panel } from "./panel/Panel";
import { followNews } from "./store/announcer";
import { root } from "./store/channel";
import { followTabs, lookAhead } from "./store/desk";
import { meetHost } from "./store/host";
import { followSettings, loadConfig } from "./store/settings";
import { followOpeners } from "./store/opener";
import { followSound } from "./store/sound";
import { followTyping } from "./store/typing";
import { followView } from "./store/view";
import { speak } from "./words/words";

if (window.name === "soon") void lookAhead();
followSettings();
followTyping();
followNews();
followTabs();
followView();
followOpeners();
followSound();
meetHost();
void loadConfig();
void speak([document.documentElement.lang, ...navigator.languages]).then(() => render(<Panel />, root));
