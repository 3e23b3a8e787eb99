/** A reply or note that the server does not have yet. */
import { restore } from "../drafts";
import { reopen } from "../letter/open";
import { shortName } from "../mail/addresses";
import { setRecipients } from "../mail/recipients";
import { discard, sendAnyway } from "../outbox";
import { Icon } from "../parts/icon";
import { connection } from "../session";
import type { Outgoing } from "../store/outgoing";
import { setExtras } from "../telegram/extras";
import { known, t, when } from "../text";
import { Attachments } from "./attachments";
import { Markdown } from "../composer/markdown_later";

export function Sending({ item }: { item: Outgoing }) {
  const edit = (): void => {
    if (item.kind !== "reply" && item.kind !== "note") return reopen(item);
    restore(item.ticketId, item.kind, item);
    if (item.recipients) setRecipients(item.ticketId, item.recipients);
    if (item.buttons || item.answersId) setExtras(item.ticketId, { buttons: item.buttons ?? [], answersId: item.answersId ?? null });
    discard(item);
  };
  const isWaiting = item.state === "queued";
  return (
    <article class={`message message-${item.kind === "note" ? "note" : "out"} is-sending`}>
      <div class="message-main">
        <div class="bubble">
          {item.kind === "forward" && <p class="muted small-text"><Icon name="forward" size={14} /> {t("mail.to_whom", { names: (item.recipients?.to ?? []).map(shortName).join(", ") })}</p>}
          <Markdown text={item.text} />
          <Attachments attachments={item.attachments} />
          <footer class="message-foot">
            <span>{isWaiting && t(connection.value === "live" ? "outbox.sending" : "outbox.queued")}</span>
            <time dateTime={item.createdAt}>{when.clock(item.createdAt)}</time>
            {isWaiting && <span class="tick tick-sending"><Icon name="clock" size={14} label={t("outbox.queued")} /></span>}
          </footer>
        </div>
        {!isWaiting && (
          <div class={`trouble trouble-${item.state === "newer" ? "unknown" : "failed"}`} role="alert">
            <p>
              <strong>{t(item.state !== "newer" ? "outbox.failed" : item.problem === "colleague_answered" ? "problem.colleague_answered" : "outbox.newer")}</strong>{" "}
              {item.state === "newer" ? t("outbox.newer_text") : (known("problem.", item.problem ?? "") ?? t("problem.unknown"))}
            </p>
            <div class="trouble-actions">
              <button type="button" class="button small primary" onClick={() => sendAnyway(item)}>
                <Icon name="send" size={14} /> {t(item.state === "newer" ? "outbox.send_anyway" : "action.retry")}
              </button>
              <button type="button" class="button small" onClick={edit}><Icon name="pencil" size={14} /> {t("action.edit")}</button>
              <button type="button" class="button small" onClick={() => discard(item)}><Icon name="trash" size={14} /> {t("action.discard")}</button>
            </div>
          </div>
        )}
      </div>
    </article>
  );
}
