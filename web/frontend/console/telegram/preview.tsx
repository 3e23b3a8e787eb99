/** How a reply will look in the customer's chat. */
import Markdown from "../composer/markdown_view";
import type { TicketView } from "../store/state";
import css from "../styles/telegram.css" with { type: "text" };
import { t } from "../text";
import { wear } from "../wear";
import { extrasOf } from "./extras";

wear(css);

export default function Preview({ view, text }: { view: TicketView; text: string }) {
  const { answersId, buttons } = extrasOf(view.id);
  const quoted = view.messages.find(({ id }) => id === answersId);
  const labels = buttons.map((label) => label.trim()).filter(Boolean);
  return (
    <div class="tg-preview">
      <p class="muted small-text">{t("telegram.preview")}</p>
      <div class="bubble tg-bubble">
        {quoted && <p class="quoted"><span class="quoted-text" dir="auto">{quoted.text}</span></p>}
        <Markdown text={text} />
      </div>
      {labels.length > 0 && <ul class="offered">{labels.map((label) => <li key={label}><span class="offered-one" dir="auto">{label}</span></li>)}</ul>}
    </div>
  );
}
