/** The text of a message: as typed while it is a letter, then as the desk has sanitised it. */

import { useLayoutEffect, useRef } from "preact/hooks";
import { setServerHtml } from "../../shared/dom";

const safeLink = /^(https?|mailto|tel):$/;

export function Body({ text, html }: { text: string; html: string | null }) {
  const box = useRef<HTMLDivElement>(null);
  const isPlain = html === null;

  useLayoutEffect(() => {
    if (html === null || !box.current) return;
    setServerHtml(box.current, html);
    for (const link of box.current.querySelectorAll("a")) if (!safeLink.test(link.protocol)) link.removeAttribute("href");
  }, [html]);

  return isPlain ? <div key="typed" class="text typed" dir="auto">{text}</div> : <div key="html" ref={box} class="text" dir="auto" />;
}
