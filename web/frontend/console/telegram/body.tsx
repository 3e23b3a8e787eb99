/** What a message was on Telegram: whom it answers, where it is from, its files, its words, what became of it. */
import { lookOf } from "../media/kinds";
import { Icon } from "../parts/icon";
import { revealed } from "../parts/plain";
import { ServerHtml } from "../parts/server_html";
import type { Attachment, Message, Telegram } from "../store/types";
import css from "../styles/telegram.css" with { type: "text" };
import { t, when } from "../text";
import { Attachments } from "../timeline/attachments";
import { openMessage } from "../timeline/target";
import { wear } from "../wear";
import { Buttons } from "./buttons";
import { Card, hasCard } from "./card";
import { Reactions } from "./reactions";

wear(css);

export default function TelegramBody({ message }: { message: Message & { telegram: Telegram } }) {
  const { telegram } = message;
  return (
    <>
      {telegram.deleted_at && <p class="telegram-told is-deleted"><Icon name="trash" size={14} /> {t("telegram.deleted", { time: when.short(telegram.deleted_at) })}</p>}
      {telegram.forwarded_from && <p class="telegram-told"><Icon name="forward" size={14} /> {t("telegram.forwarded", { name: revealed(telegram.forwarded_from) })}</p>}
      {telegram.answers && <Quote answers={telegram.answers} quote={telegram.quote} ticketId={message.ticket_id} />}
      <Attachments attachments={filesOf(message)} />
      {telegram.is_press && <p class="told"><Icon name="hand" size={14} /> {t("telegram.pressed")}</p>}
      <Words message={message} />
      {telegram.content && <Card content={telegram.content} />}
      {telegram.buttons.length > 0 && <Buttons buttons={telegram.buttons} ticketId={message.ticket_id} />}
      {telegram.parts > 1 && message.kind === "out" && <p class="told">{t("telegram.parts", { count: telegram.parts })}</p>}
      {telegram.reactions.length > 0 && <Reactions reactions={telegram.reactions} />}
    </>
  );
}

/** A sticker that no browser can draw is shown by its emoji. */
function filesOf({ telegram, attachments }: Message & { telegram: Telegram }): readonly Attachment[] {
  return telegram.content?.kind === "sticker" ? attachments.filter((file) => lookOf(file) === "sticker") : attachments;
}

/** What a card or a picture shows better is not said twice. */
function Words({ message }: { message: Message & { telegram: Telegram } }) {
  const { content } = message.telegram;
  if (content?.kind === "sticker") {
    const isSeen = message.attachments.some((file) => lookOf(file) === "sticker");
    return isSeen ? <span class="visually-hidden">{content.emoji}</span> : <p class="emoji" dir="auto">{content.emoji || message.text}</p>;
  }
  if (content && hasCard(content)) return null;
  if (message.html) return <ServerHtml html={message.html} />;
  return message.text ? <div class="message-body plain" dir="auto">{message.text}</div> : null;
}

/** A click goes to the message itself, also to one of an earlier ticket. */
function Quote({ answers, quote, ticketId }: { answers: NonNullable<Telegram["answers"]>; quote: string; ticketId: number }) {
  const words = quote || answers.text;
  return (
    <button type="button" class="quoted" onClick={() => openMessage(ticketId, answers.message_id)}>
      <span class="quoted-author">{t(answers.author_kind === "customer" ? "telegram.answers_customer" : "telegram.answers_us")}</span>
      <span class="quoted-text" dir="auto">{words || t("telegram.elsewhere")}</span>
    </button>
  );
}
