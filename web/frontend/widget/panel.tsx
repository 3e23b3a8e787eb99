/** The chat panel in its own frame: history, composer and the connection to the desk. */

import { render } from "preact";
import { Panel } from "./panel/Panel";
import { followNews } from "./store/announcer";
import { rare } from "./panel/screens";
import { isWindow } from "./store/box";
import { root } from "./store/channel";
import { followTabs, lookAhead } from "./store/desk";
import { meetHost } from "./store/host";
import { followSettings, loadConfig } from "./store/settings";
import { followOpeners } from "./store/opener";
import { followSound } from "./store/sound";
import { followTyping } from "./store/typing";
import { followView } from "./store/view";
import { speak } from "./words/words";

function start(): void {
  const words = speak([document.documentElement.lang, ...navigator.languages]);
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
  void words.then(() => render(<Panel />, root));
}

if (isWindow) void rare().then(({ takeOver }) => takeOver()).then((isJoined) => isJoined && start());
else start();
