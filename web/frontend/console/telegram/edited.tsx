/** "edited": a click unfolds what was there before. */
import { useState } from "preact/hooks";
import { api } from "../api";
import { ServerHtml } from "../parts/server_html";
import type { Message } from "../store/types";
import css from "../styles/telegram.css" with { type: "text" };
import { t, when } from "../text";
import { tell } from "../toasts";
import { wear } from "../wear";

wear(css);

interface Revision {
  text: string;
  html: string;
  until: string;
}

export default function Edited({ message }: { message: Message }) {
  const [revisions, setRevisions] = useState<Revision[] | null>(null);
  const unfold = async (): Promise<void> => {
    if (revisions) return setRevisions(null);
    const answer = await api<{ revisions: Revision[] }>("GET", `/api/messages/${message.id}/revisions`).catch((error: unknown) => (tell(error), null));
    if (answer) setRevisions(answer.revisions);
  };
  if (message.revisions === 0) return <span title={when.full(message.edited_at!)}>{t("message.edited")}</span>;
  return (
    <>
      {revisions && <Earlier revisions={revisions} />}
      <button type="button" class="link-button edited" aria-expanded={revisions !== null} title={when.full(message.edited_at!)} onClick={() => void unfold()}>{t("message.edited")}</button>
    </>
  );
}

function Earlier({ revisions }: { revisions: readonly Revision[] }) {
  return (
    <ul class="revisions" aria-label={t("telegram.earlier")}>
      {revisions.length === 0 && <li class="muted">{t("telegram.no_earlier")}</li>}
      {revisions.map((revision) => (
        <li key={revision.until}>
          <time dateTime={revision.until}>{t("telegram.until", { time: when.full(revision.until) })}</time>
          {revision.html ? <ServerHtml html={revision.html} /> : <div class="message-body plain" dir="auto">{revision.text}</div>}
        </li>
      ))}
    </ul>
  );
}
