/** A mail's plain text: what is new, with quotes, signatures and forwarded mails folded away. */
import { useMemo, useState } from "preact/hooks";
import { Icon } from "../parts/icon";
import type { Message } from "../store/types";
import { t } from "../text";
import { partsOf, type Part } from "./folds";

const FOLDS = ["quote", "signature", "forward"] as const;

export function MailText({ message }: { message: Message }) {
  const folds = message.mail?.folds ?? [];
  const parts = useMemo(() => partsOf(message.text, folds), [message.text, folds]);
  return <div class="message-body mail-text">{parts.map((part, at) => (part.kind === "text" ? <p key={at} class="plain" dir="auto">{part.text}</p> : <Folded key={at} part={part} />))}</div>;
}

function Folded({ part }: { part: Part }) {
  const [isOpen, setOpen] = useState(false);
  const what = known(part.kind);
  return (
    <div class={`fold fold-${what}`}>
      <button type="button" class="link-button fold-button" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <Icon name={isOpen ? "chevron_down" : "chevron_right"} size={14} />
        {t(`mail.fold_${what}`)}
        <span class="muted">{t(isOpen ? "mail.fold_hide" : "mail.fold_show", { count: part.lines })}</span>
      </button>
      {isOpen && <p class="plain fold-text" dir="auto">{part.text}</p>}
    </div>
  );
}

/** A kind that a newer desk knows is shown like a quote. */
function known(kind: Part["kind"]): (typeof FOLDS)[number] {
  return FOLDS.find((fold) => fold === kind) ?? "quote";
}
