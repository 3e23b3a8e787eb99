/** Ukrainian texts of the tags of the desk. */
import type { Same } from "../messages";
import type { words as english } from "../en/tag_page";
export const words: Same<typeof english> = {
  "tag_page.text": "Слова на зверненнях і клієнтах. Нові з’являються, коли співробітники їх пишуть; тут їх упорядковують.",
  "tag_page.none": "Міток ще немає",
  "tag_page.none_text": "Мітка з’явиться, коли хтось поставить її на звернення чи клієнта.",
  "tag_page.find": "Знайти мітку",
  "tag_page.found_none": "Такої мітки немає.",
  "tag_page.tickets": { one: "{count} звернення", few: "{count} звернення", many: "{count} звернень", other: "{count} звернення" },
  "tag_page.customers": { one: "{count} клієнт", few: "{count} клієнти", many: "{count} клієнтів", other: "{count} клієнта" },
  "tag_page.name": "Назва мітки",
  "tag_page.rename": "Перейменувати «{name}»",
  "tag_page.merge": "Об’єднати",
  "tag_page.merge_named": "Об’єднати «{name}» з іншою",
  "tag_page.delete_named": "Видалити «{name}»",
  "tag_page.into": "Стане міткою",
  "tag_page.choose": "Виберіть мітку",
  "tag_page.what": "«{name}» стане міткою «{into}». Повернути це не можна.",
  "tag_page.places": { one: "Іншу мітку назве {count} місце, де названа ця", few: "Іншу мітку назвуть {count} місця, де названа ця", many: "Іншу мітку назвуть {count} місць, де названа ця", other: "Іншу мітку назвуть {count} місця, де названа ця" },
  "tag_page.merged": "«{name}» тепер «{into}»",
  "tag_page.taken": "Так називається інша мітка.",
  "tag_page.merge_instead": "Об’єднати обидві",
  "tag_page.stop": "Скасувати",
};
