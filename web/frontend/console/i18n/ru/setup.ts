/** Russian: the set-up of a new desk. */
import type { Same } from "../messages";
import type { words as english } from "../en/setup";

export const words: Same<typeof english> = {
  "setup.left": { one: "Остался {count} шаг. Уйти можно в любой момент: продолжение здесь, в любом браузере.", few: "Осталось {count} шага. Уйти можно в любой момент: продолжение здесь, в любом браузере.", many: "Осталось {count} шагов. Уйти можно в любой момент: продолжение здесь, в любом браузере.", other: "Осталось {count} шага. Уйти можно в любой момент: продолжение здесь, в любом браузере." },
  "setup.all_done": "Служба настроена.",
  "setup.done": "Готово",
  "setup.open": "Предстоит",
  "setup.skipped": "Отложено",
  "setup.skip": "Отложить",
  "setup.take_up": "Вернуться",
  "setup.desk": "Название и часы службы",
  "setup.desk_text": "По её часовому поясу идут дни, отчёты и рабочее время.",
  "setup.channel": "Канал",
  "setup.channel_text": "Почтовый ящик, бот Telegram или чат на сайте.",
  "setup.message": "Первое сообщение по каждому каналу",
  "setup.message_text": "Напишите так, как написал бы клиент. Сообщение пройдёт обычный путь; когда оно придёт, вы увидите его ниже.",
  "setup.invite": "Ваша команда",
  "setup.invite_text": "Пригласите тех, кто отвечает вместе с вами.",
  "setup.to_desk": "Открыть настройки службы",
  "setup.to_agents": "Пригласить сотрудников",
  "setup.to_mailboxes": "Подключить почтовый ящик",
  "setup.to_bots": "Подключить бота Telegram",
  "setup.to_channels": "Поставить чат на сайт",
  "setup.came": "Пришло обращение {number}: {at}",
  "setup.waits_email": "Ждём письмо на этот адрес",
  "setup.waits_telegram": "Ждём сообщение этому боту",
  "setup.waits_webchat": "Ждём сообщение в чате",
  "setup.open_try": "Открыть страницу с чатом",
};
