/** The body of a message: HTML that the server has made safe. */
import { useLayoutEffect, useRef } from "preact/hooks";
import { setServerHtml } from "../../shared/dom";

export function ServerHtml({ html, lang }: { html: string; lang?: string | undefined }) {
  const body = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (body.current) setServerHtml(body.current, html);
  }, [html]);
  return <div class="message-body" dir="auto" lang={lang} ref={body} />;
}
