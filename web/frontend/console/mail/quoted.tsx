/** Below an answer: the mail that went out with it as a quote, folded away. */
import { useState } from "preact/hooks";
import { Icon } from "../parts/icon";
import { tickets } from "../session";
import type { Message } from "../store/types";
import { t } from "../text";

export default function Quoted({ message }: { message: Message }) {
  const [isOpen, setOpen] = useState(false);
  const quoted = tickets.value.get(message.ticket_id)?.messages.find(({ id }) => id === message.mail?.quoted_id);
  return (
    <div class="fold fold-quote mail-text">
      <button type="button" class="link-button fold-button" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <Icon name={isOpen ? "chevron_down" : "chevron_right"} size={14} />
        {t("mail.quotes", { name: quoted?.author.name || "…" })}
      </button>
      {isOpen && <p class="plain fold-text" dir="auto">{quoted?.text ?? t("mail.quote_elsewhere")}</p>}
    </div>
  );
}
