/** A mail in the timeline: its own look in a frame, or its text; the reader may change between them. */
import { useState } from "preact/hooks";
import { lazyPart } from "../lazy_part";
import { ServerHtml } from "../parts/server_html";
import type { Message } from "../store/types";
import { t } from "../text";
import { MailFrame } from "./frame";
import { MailText } from "./text";

const Quoted = lazyPart<{ message: Message }>(() => import("./quoted"), "wishes");

export function MailBody({ message }: { message: Message }) {
  const [asText, setAsText] = useState(!message.mail?.html_view);
  const [isBroken, setBroken] = useState(false);
  if (message.kind !== "in") {
    return (
      <>
        {message.html ? <ServerHtml html={message.html} /> : <MailText message={message} />}
        {message.mail?.quoted_id != null && <Quoted message={message} />}
      </>
    );
  }
  const change = (): void => (setBroken(false), setAsText(!asText));
  return (
    <>
      {isBroken && <p class="muted small-text" role="status">{t("mail.frame_failed")}</p>}
      {asText ? <MailText message={message} /> : <MailFrame message={message} onFail={() => (setBroken(true), setAsText(true))} />}
      {message.mail?.html_view && message.text && (
        <button type="button" class="link-button mail-change" onClick={change}>{t(asText ? "mail.show_original" : "mail.show_text")}</button>
      )}
    </>
  );
}
