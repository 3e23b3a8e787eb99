/** One message or note. */
import { lazyPart } from "../lazy_part";
import { MailActions } from "../mail/actions";
import { MailBody } from "../mail/body";
import { MailHead } from "../mail/head";
import { Avatar } from "../parts/avatar";
import { Icon } from "../parts/icon";
import { memo } from "../parts/memo";
import { revealed } from "../parts/plain";
import { ServerHtml } from "../parts/server_html";
import { Time } from "../parts/time";
import type { Message, Telegram } from "../store/types";
import { t, when } from "../text";
import { Attachments, isInView } from "./attachments";
import { DeliveryMark, DeliveryTrouble } from "./delivery";
import { Release } from "./release";

const TelegramBody = lazyPart<{ message: Message & { telegram: Telegram } }>(() => import("../telegram/body"), "telegram", "media");
const QuoteButton = lazyPart<{ message: Message }>(() => import("../telegram/quote_button"), "telegram");
const Edited = lazyPart<{ message: Message }>(() => import("../telegram/edited"), "telegram");

interface Props {
  message: Message;
  isFollowing: boolean;
  isSeen: boolean;
}

export const Bubble = memo(function Bubble({ message, isFollowing, isSeen }: Props) {
  const { kind, author, delivery } = message;
  const isWithdrawn = delivery?.state === "withdrawn";
  const mail = kind === "note" ? null : message.mail;
  return (
    <article class={`message message-${kind} ${isFollowing ? "is-following" : ""} ${isWithdrawn ? "is-withdrawn" : ""} ${mail ? "is-mail" : ""}`} data-message={message.id}>
      {kind === "in" && (isFollowing ? <span class="avatar-gap" /> : <Avatar name={author.name} id={author.id} size={28} />)}
      <div class="message-main">
        {!isFollowing && (
          <header class="message-head">
            <span class="message-author" dir="auto">{revealed(author.name) || t(`author.${author.kind}`)}</span>
            {kind === "note" && <span class="message-tag"><Icon name="lock" size={12} /> {t("message.note")}</span>}
            {message.is_auto && !mail && <span class="message-tag">{t("message.auto")}</span>}
          </header>
        )}
        <div class="bubble">
          <span class="visually-hidden">{t(`message.${kind}`)}</span>
          {mail && <MailHead message={{ ...message, mail }} />}
          {isOnTelegram(message) ? <TelegramBody message={message} instead={<Body message={message} />} /> : <Body message={message} />}
          <footer class="message-foot">
            {mail && <MailActions message={message} />}
            {message.channel_kind === "telegram" && kind !== "note" && !isWithdrawn && <QuoteButton message={message} />}
            {message.edited_at && <Edited message={message} instead={<span title={when.full(message.edited_at)}>{t("message.edited")}</span>} />}
            <Time at={message.created_at}>{when.clock(message.created_at)}</Time>
            {delivery && <DeliveryMark delivery={delivery} isSeen={isSeen} />}
          </footer>
        </div>
        {delivery && <Release message={message} />}
        {delivery && <DeliveryTrouble message={message} />}
      </div>
    </article>
  );
});

function Body({ message }: { message: Message }) {
  const mail = message.kind === "note" ? null : message.mail;
  return (
    <>
      {mail ? <MailBody message={message} /> : message.html ? <ServerHtml html={message.html} /> : message.text && <div class="message-body plain" dir="auto">{message.text}</div>}
      <Attachments attachments={mail?.html_view ? message.attachments.filter((file) => !isInView(file)) : message.attachments} />
    </>
  );
}

function isOnTelegram(message: Message): message is Message & { telegram: Telegram } {
  return Boolean(message.telegram);
}
