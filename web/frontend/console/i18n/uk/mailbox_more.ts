/** Ukrainian texts of what few mailboxes need set, and of forwards. */
import type { Same } from "../messages";
import type { words as english } from "../en/mailbox_more";

export const words: Same<typeof english> = {
  "mailbox.folders": "Папки, які читаються",
  "mailbox.folders_help": "По одній у рядку, як вони називаються на сервері.",
  "mailbox.spam_folder": "Папка спаму",
  "mailbox.spam_folder_help": "Листи звідти надходять як спам: закритими, видно їх лише під час перегляду спаму, і нікому не призначаються.",
  "mailbox.after": "Коли лист прийнято, на сервері",
  "mailbox.after_keep": "залишити як є",
  "mailbox.after_seen": "позначити прочитаним",
  "mailbox.after_move": "перемістити до папки",
  "mailbox.move_to": "До якої папки переміщувати",
  "mailbox.limit": "Найбільший лист, МБ",
  "mailbox.limit_help": "Від більшого надходить лише заголовок, решта залишається у скриньці.",
  "mailbox.receiving_hosts": "Сервери, чиєму слову про відправників вірити",
  "mailbox.receiving_hosts_help": "Ваші сервери, що приймають пошту, по одному в рядку. Якщо не вказати жодного, усі відправники залишаються непідтвердженими.",
  "mailbox.voucher": "{host} повідомляє про останні листи, чи справжні в них відправники. Це ваш сервер, що приймає пошту?",
  "mailbox.trust": "Так, вірити {host}",
  "mailbox.quotes": "Цитувати лист клієнта під відповіддю",
  "mailbox.quotes_help": "Лише для тих, хто його вже отримував. На екрані цитату згорнуто.",
  "mailbox.check_domain": "Перевірити домен (SPF, DKIM, DMARC)",
  "mailbox.domain_good": "Одержувачі бачать, що листи з {domain} справжні.",
  "mailbox.domain_none": "не знайдено",

  "forward.make_customer": "Відповідати {name}",
  "forward.make_customer_text": "Відкриває звернення того, чий лист переслали; це звернення об’єднується з ним.",
  "forward.made": "Тепер це звернення {number}",
};
