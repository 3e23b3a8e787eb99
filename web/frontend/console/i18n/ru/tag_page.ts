/** Russian texts of the tags of the desk. */
import type { Same } from "../messages";
import type { words as english } from "../en/tag_page";
export const words: Same<typeof english> = {
  "tag_page.text": "Слова на обращениях и клиентах. Новые появляются, когда сотрудники их пишут; здесь их приводят в порядок.",
  "tag_page.none": "Меток пока нет",
  "tag_page.none_text": "Метка появится, когда кто-нибудь поставит её на обращение или клиента.",
  "tag_page.find": "Найти метку",
  "tag_page.found_none": "Такой метки нет.",
  "tag_page.tickets": { one: "{count} обращение", few: "{count} обращения", many: "{count} обращений", other: "{count} обращения" },
  "tag_page.customers": { one: "{count} клиент", few: "{count} клиента", many: "{count} клиентов", other: "{count} клиента" },
  "tag_page.name": "Название метки",
  "tag_page.rename": "Переименовать «{name}»",
  "tag_page.merge": "Объединить",
  "tag_page.merge_named": "Объединить «{name}» с другой",
  "tag_page.delete_named": "Удалить «{name}»",
  "tag_page.into": "Станет меткой",
  "tag_page.choose": "Выберите метку",
  "tag_page.what": "«{name}» станет меткой «{into}». Вернуть это нельзя.",
  "tag_page.places": { one: "Другую метку назовёт {count} место, где названа эта", few: "Другую метку назовут {count} места, где названа эта", many: "Другую метку назовут {count} мест, где названа эта", other: "Другую метку назовут {count} места, где названа эта" },
  "tag_page.merged": "«{name}» теперь «{into}»",
  "tag_page.taken": "Так называется другая метка.",
  "tag_page.merge_instead": "Объединить обе",
  "tag_page.stop": "Отмена",
};
