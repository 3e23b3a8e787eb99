/** The panel as a picture of a design that is not kept yet: no network, no storage, nothing to press. */

import { render } from "preact";
import { Panel } from "./panel/Panel";
import type { Theme } from "./port";
import { root } from "./store/channel";
import { config, followSettings, isOpen, theme, type Config } from "./store/settings";
import { speak } from "./words/words";

interface Picture {
  readonly config: Config;
  readonly theme: Theme;
  readonly locale: string;
}

let isShown = false;

addEventListener("message", ({ source, data }: MessageEvent<{ picture?: Picture }>) => {
  if (source === window.parent && data.picture) void show(data.picture);
});
followSettings();
window.parent.postMessage({ ready: 1 }, "*"); // says nothing, and this document has no origin to be told to

async function show(picture: Picture): Promise<void> {
  theme.value = picture.theme;
  config.value = picture.config;
  isOpen.value = true;
  await speak([picture.locale]);
  if (!isShown) render(<Panel />, root);
  isShown = true;
}
