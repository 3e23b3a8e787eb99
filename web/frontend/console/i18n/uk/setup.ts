/** Ukrainian: the set-up of a new desk. */
import type { Same } from "../messages";
import type { words as english } from "../en/setup";

export const words: Same<typeof english> = {
  "setup.left": { one: "Лишився {count} крок. Піти можна будь-коли: продовження тут, у будь-якому браузері.", few: "Лишилося {count} кроки. Піти можна будь-коли: продовження тут, у будь-якому браузері.", many: "Лишилося {count} кроків. Піти можна будь-коли: продовження тут, у будь-якому браузері.", other: "Лишилося {count} кроку. Піти можна будь-коли: продовження тут, у будь-якому браузері." },
  "setup.all_done": "Службу налаштовано.",
  "setup.done": "Готово",
  "setup.open": "Попереду",
  "setup.skipped": "Відкладено",
  "setup.skip": "Відкласти",
  "setup.take_up": "Повернутися",
  "setup.desk": "Назва й годинник служби",
  "setup.desk_text": "За її часовим поясом ідуть дні, звіти й робочий час.",
  "setup.channel": "Канал",
  "setup.channel_text": "Поштова скринька, бот Telegram або чат на сайті.",
  "setup.message": "Перше повідомлення кожним каналом",
  "setup.message_text": "Напишіть так, як написав би клієнт. Повідомлення пройде звичайний шлях; щойно воно надійде, ви побачите його нижче.",
  "setup.invite": "Ваша команда",
  "setup.invite_text": "Запросіть тих, хто відповідає разом із вами.",
  "setup.to_desk": "Відкрити налаштування служби",
  "setup.to_agents": "Запросити працівників",
  "setup.to_mailboxes": "Під’єднати поштову скриньку",
  "setup.to_bots": "Під’єднати бота Telegram",
  "setup.to_channels": "Поставити чат на сайт",
  "setup.came": "Надійшло звернення {number}: {at}",
  "setup.waits_email": "Чекаємо на лист на цю адресу",
  "setup.waits_telegram": "Чекаємо на повідомлення цьому боту",
  "setup.waits_webchat": "Чекаємо на повідомлення в чаті",
  "setup.open_try": "Відкрити сторінку з чатом",
};
