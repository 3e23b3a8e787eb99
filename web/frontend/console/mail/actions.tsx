/** What can be done with a mail: pass it on, save it as it came. */
import { forwardMail, mayForward } from "../letter/open";
import { lazyPart } from "../lazy_part";
import { Icon } from "../parts/icon";
import { rows } from "../session";
import type { Message } from "../store/types";
import { t } from "../text";

const OriginalSender = lazyPart<{ message: Message }>(() => import("./original_sender"), "mailbox_more");

export function MailActions({ message }: { message: Message }) {
  const isClosed = rows.value.get(message.ticket_id)?.category === "closed";
  return (
    <span class="mail-actions">
      {message.kind === "in" && message.mail?.forward && !isClosed && <OriginalSender message={message} />}
      {mayForward(message) && !isClosed && (
        <button type="button" class="icon-button" aria-label={t("letter.forward")} title={t("letter.forward")} onClick={() => forwardMail(message)}>
          <Icon name="forward" size={16} />
        </button>
      )}
      {message.mail?.has_raw && (
        <a class="icon-button" href={`/mail/${message.id}/original`} download={`mail-${message.id}.eml`} aria-label={t("mail.original")} title={t("mail.original")}>
          <Icon name="down" size={16} />
        </a>
      )}
    </span>
  );
}
