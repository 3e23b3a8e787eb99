/** Russian texts of messages of Telegram. */
import type { Same } from "../messages";
import type { words as english } from "../en/telegram";

export const words: Same<typeof english> = {
  "telegram.deleted": "Клиент удалил это {time}; здесь оно сохранено",
  "telegram.forwarded": "Переслано от: {name}",
  "telegram.answers_customer": "В ответ клиенту",
  "telegram.answers_us": "В ответ нам",
  "telegram.elsewhere": "Сообщение из другого обращения",
  "telegram.pressed": "Нажата кнопка",
  "telegram.was_pressed": "Нажата",
  "telegram.buttons": "Предложенные кнопки",
  "telegram.reactions": "Реакции",
  "telegram.parts": { one: "Отправлено {count} сообщением", few: "Отправлено {count} сообщениями", many: "Отправлено {count} сообщениями", other: "Отправлено {count} сообщениями" },
  "telegram.place": "Место",
  "telegram.live_place": "Место в тот момент, когда им поделились",
  "telegram.map": "Открыть карту (openstreetmap.org)",
  "telegram.card": "Номер телефона",
  "telegram.own_number": "Номер самого отправителя, подтверждён Telegram",
  "telegram.claimed_number": "Чья-то визитка: ничего не доказывает",
  "telegram.poll": "Опрос",
  "telegram.earlier": "Прежний текст",
  "telegram.until": "До {time}",
  "telegram.no_earlier": "Прежнего текста здесь нет.",
};
