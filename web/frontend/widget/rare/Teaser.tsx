/** The desk's first words beside the button, while the chat itself is closed. */

import { useLayoutEffect, useRef } from "preact/hooks";
import { Icon } from "../panel/Icon";
import { tellHost } from "../store/host";
import { opener } from "../store/opener";
import { config, worded } from "../store/settings";
import { t } from "../words/words";
import { dismiss } from "./openers";
import { say } from "./texts";

const guessPx = 96;

export function Teaser() {
  const card = useRef<HTMLElement>(null);
  const text = worded(opener.value?.text);
  const name = config.value?.name || t.value("agent");

  useLayoutEffect(() => {
    if (!card.current || !text) return;
    const tell = () => tellHost({ t: "peek", n: Math.ceil(card.current?.getBoundingClientRect().height || guessPx) });
    const watch = new ResizeObserver(tell); // while nobody sees the frame, nothing in it has a size
    watch.observe(card.current);
    tell();
    return () => watch.disconnect();
  }, [text]);

  return (
    <main class="teaser" ref={card} aria-label={say.value("teaser", { name })}>
      <h1 class="author">{name}</h1>
      <button type="button" class="teaser-words" onClick={() => tellHost({ t: "open" })}>{text}</button>
      <button type="button" class="round" aria-label={say.value("dismiss")} title={say.value("dismiss")} onClick={() => dismiss(true)}>
        <Icon name="close" />
      </button>
      <p class="unseen" role="status">{text}</p>
    </main>
  );
}
