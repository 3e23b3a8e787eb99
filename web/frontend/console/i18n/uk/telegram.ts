/** Ukrainian texts of messages of Telegram. */
import type { Same } from "../messages";
import type { words as english } from "../en/telegram";

export const words: Same<typeof english> = {
  "telegram.deleted": "Клієнт видалив це {time}; тут воно збережене",
  "telegram.forwarded": "Переслано від: {name}",
  "telegram.answers_customer": "У відповідь клієнтові",
  "telegram.answers_us": "У відповідь нам",
  "telegram.elsewhere": "Повідомлення з іншого звернення",
  "telegram.pressed": "Натиснуто кнопку",
  "telegram.was_pressed": "Натиснуто",
  "telegram.buttons": "Запропоновані кнопки",
  "telegram.reactions": "Реакції",
  "telegram.parts": { one: "Надіслано {count} повідомленням", few: "Надіслано {count} повідомленнями", many: "Надіслано {count} повідомленнями", other: "Надіслано {count} повідомленнями" },
  "telegram.place": "Місце",
  "telegram.live_place": "Місце на той час, коли ним поділилися",
  "telegram.map": "Відкрити мапу (openstreetmap.org)",
  "telegram.card": "Номер телефону",
  "telegram.own_number": "Номер самого відправника, підтверджений Telegram",
  "telegram.claimed_number": "Чиясь візитка: нічого не доводить",
  "telegram.poll": "Опитування",
  "telegram.earlier": "Попередній текст",
  "telegram.until": "До {time}",
  "telegram.no_earlier": "Попереднього тексту тут немає.",
};
