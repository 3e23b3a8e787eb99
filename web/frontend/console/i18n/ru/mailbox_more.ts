/** Russian texts of what few mailboxes need set, and of forwards. */
import type { Same } from "../messages";
import type { words as english } from "../en/mailbox_more";

export const words: Same<typeof english> = {
  "mailbox.folders": "Папки, которые читаются",
  "mailbox.folders_help": "По одной в строке, как они называются на сервере.",
  "mailbox.spam_folder": "Папка спама",
  "mailbox.spam_folder_help": "Письма оттуда приходят как спам: закрытыми, видны только при просмотре спама и никому не назначаются.",
  "mailbox.after": "Когда письмо принято, на сервере",
  "mailbox.after_keep": "оставить как есть",
  "mailbox.after_seen": "отметить прочитанным",
  "mailbox.after_move": "переместить в папку",
  "mailbox.move_to": "В какую папку перемещать",
  "mailbox.limit": "Самое большое письмо, МБ",
  "mailbox.limit_help": "От более крупного приходит только заголовок, остальное остаётся в ящике.",
  "mailbox.receiving_hosts": "Серверы, чьему слову об отправителях верить",
  "mailbox.receiving_hosts_help": "Ваши принимающие серверы, по одному в строке. Если не указать ни одного, все отправители остаются неподтверждёнными.",
  "mailbox.voucher": "{host} сообщает о последних письмах, настоящие ли у них отправители. Это ваш принимающий сервер?",
  "mailbox.trust": "Да, верить {host}",
  "mailbox.quotes": "Цитировать письмо клиента под ответом",
  "mailbox.quotes_help": "Только для тех, кто его уже получал. На экране цитата свёрнута.",
  "mailbox.check_domain": "Проверить домен (SPF, DKIM, DMARC)",
  "mailbox.domain_good": "Получатели видят, что письма с {domain} подлинные.",
  "mailbox.domain_none": "не найдено",

  "forward.make_customer": "Отвечать {name}",
  "forward.make_customer_text": "Открывает обращение того, чьё письмо переслали; это обращение объединяется с ним.",
  "forward.made": "Теперь это обращение {number}",
};
