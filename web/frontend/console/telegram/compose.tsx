/** Above a reply to Telegram: which message it quotes, the buttons below it, in how many messages it leaves. */
import { Icon } from "../parts/icon";
import { revealed } from "../parts/plain";
import type { TicketView } from "../store/state";
import css from "../styles/telegram.css" with { type: "text" };
import { t } from "../text";
import { wear } from "../wear";
import { extrasOf, setExtras } from "./extras";
import { messagesOf } from "./splitting";

wear(css);

const MAX_BUTTONS = 8;
const LABEL_CHARS = 60;

export default function Compose({ view, text }: { view: TicketView; text: string }) {
  const { answersId, buttons } = extrasOf(view.id);
  const quoted = view.messages.find(({ id }) => id === answersId);
  const thread = view.threads.findLast(({ channel_kind }) => channel_kind === "telegram");
  const group = thread?.group && revealed(thread.group) + (thread.topic ? ` › ${revealed(thread.topic)}` : "");
  const parts = messagesOf(text);
  const change = (at: number, label: string): void => setExtras(view.id, { buttons: buttons.map((one, place) => (place === at ? label : one)) });
  return (
    <div class="tg-compose">
      {group && <p class="guard"><Icon name="users" size={14} /> <span dir="auto">{t("telegram.group", { name: group })}</span></p>}
      {answersId !== null && (
        <p class="tg-quoting">
          <Icon name="reply" size={14} />
          <span class="quoted-text" dir="auto">{quoted ? `${quoted.author.name || t(`author.${quoted.author.kind}`)}: ${quoted.text || quoted.attachments[0]?.filename || ""}` : t("telegram.quoting")}</span>
          <button type="button" class="icon-button" aria-label={t("telegram.no_quote")} title={t("telegram.no_quote")} onClick={() => setExtras(view.id, { answersId: null })}><Icon name="x" size={14} /></button>
        </p>
      )}
      <div class="tg-buttons">
        {buttons.map((label, at) => (
          <span key={at} class="tg-button">
            <input class="input" dir="auto" maxLength={LABEL_CHARS} aria-label={t("telegram.button_label", { at: at + 1 })} placeholder={t("telegram.button_label", { at: at + 1 })} value={label} onInput={(event) => change(at, event.currentTarget.value)} />
            <button type="button" class="icon-button" aria-label={t("telegram.no_button", { at: at + 1 })} onClick={() => setExtras(view.id, { buttons: buttons.filter((_, place) => place !== at) })}><Icon name="x" size={14} /></button>
          </span>
        ))}
        {buttons.length < MAX_BUTTONS && (
          <button type="button" class="link-button" onClick={() => setExtras(view.id, { buttons: [...buttons, ""] })}>
            <Icon name="plus" size={12} /> {t(buttons.length === 0 ? "telegram.add_buttons" : "telegram.add_button")}
          </button>
        )}
        {parts > 1 && <span class="muted small-text" role="status">{t("telegram.will_split", { count: parts })}</span>}
      </div>
    </div>
  );
}
