/** Russian texts of quotes below mails, pictures of agents, wishes to be deleted. */
import type { Same } from "../messages";
import type { words as english } from "../en/wishes";

export const words: Same<typeof english> = {
  "mail.quotes": "Ниже процитировано письмо: {name}",
  "mail.quote_elsewhere": "Процитированное письмо находится выше.",
  "mail.returned": "Письма на этот адрес возвращаются",
  "mail.returned_since": "С {time}: {words}",
  "mail.complained": "Пожаловался на наше письмо как на спам",
  "picture.title": "Ваша фотография",
  "picture.help": "Её видят коллеги и клиенты в чате. Без неё видны инициалы.",
  "picture.choose": "Выбрать фотографию",
  "picture.change": "Выбрать другую",
  "picture.remove": "Удалить",
  "picture.unreadable": "Этот файл не является изображением, которое можно показать.",
  "erasure.now": "Удалить сейчас",
  "erasure.now_sure": "Удалить сейчас всё, что этот посетитель написал и получил? Отменить это нельзя.",
  "erasure.cancel": "Сохранить данные",
  "erasure.cancel_sure": "Сохранить всё вопреки просьбе посетителя? Только если он передумал или этого требует закон.",
  "erasure.done": "Удалено.",
  "erasure.cancelled": "Ничего не будет удалено.",
};
