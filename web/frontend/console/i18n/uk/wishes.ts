/** Ukrainian texts of quotes below mails, pictures of agents, wishes to be deleted. */
import type { Same } from "../messages";
import type { words as english } from "../en/wishes";

export const words: Same<typeof english> = {
  "mail.quotes": "Нижче процитовано лист: {name}",
  "mail.quote_elsewhere": "Процитований лист розташований вище.",
  "mail.returned": "Листи на цю адресу повертаються",
  "mail.returned_since": "З {time}: {words}",
  "mail.complained": "Поскаржився на наш лист як на спам",
  "picture.title": "Ваше фото",
  "picture.help": "Його бачать колеги та клієнти в чаті. Без нього видно ініціали.",
  "picture.choose": "Вибрати фото",
  "picture.change": "Вибрати інше",
  "picture.remove": "Видалити",
  "picture.unreadable": "Цей файл не є зображенням, яке можна показати.",
  "erasure.now": "Видалити зараз",
  "erasure.now_sure": "Видалити зараз усе, що цей відвідувач написав і отримав? Скасувати це неможливо.",
  "erasure.cancel": "Зберегти дані",
  "erasure.cancel_sure": "Зберегти все всупереч проханню відвідувача? Лише якщо він передумав або цього вимагає закон.",
  "erasure.done": "Видалено.",
  "erasure.cancelled": "Нічого не буде видалено.",
};
