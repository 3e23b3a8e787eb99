/** On a message: answer this very one. */
import { focusComposer } from "../composer/mode";
import { Icon } from "../parts/icon";
import type { Message } from "../store/types";
import css from "../styles/telegram.css" with { type: "text" };
import { t } from "../text";
import { wear } from "../wear";
import { setExtras } from "./extras";

wear(css);

export default function QuoteButton({ message }: { message: Message }) {
  const quote = (): void => {
    setExtras(message.ticket_id, { answersId: message.id });
    focusComposer("reply");
  };
  return (
    <button type="button" class="icon-button quote-button" aria-label={t("telegram.quote")} title={t("telegram.quote")} onClick={quote}>
      <Icon name="reply" size={14} />
    </button>
  );
}
