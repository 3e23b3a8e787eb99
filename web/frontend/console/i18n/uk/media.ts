/** Ukrainian texts of sounds, films and pictures. */
import type { Same } from "../messages";
import type { words as english } from "../en/media";

export const words: Same<typeof english> = {
  "media.voice": "Голосове повідомлення",
  "media.video_note": "Відеоповідомлення",
  "media.moving_sticker": "Рухомий стікер: відтворити",
  "media.play": "Відтворити",
  "media.pause": "Пауза",
  "media.speed": "Швидкість {speed}×",
  "media.position": "Місце в записі",
  "media.save": "Зберегти {name} ({size})",
  "media.unplayable": "Цей браузер не може це відтворити. Зберегти:",
  "media.pictures": "Зображення",
  "media.of": "{at} з {total}",
  "media.previous": "Попереднє зображення",
  "media.next": "Наступне зображення",
  "media.real_size": "справжній розмір",
  "media.kind_photo": "Фото",
  "media.kind_video": "Відео",
  "media.kind_animation": "Анімація",
  "media.kind_audio": "Аудіо",
  "media.kind_voice": "Голосове повідомлення",
  "media.kind_video_note": "Відеоповідомлення",
  "media.kind_sticker": "Стікер",
  "media.kind_document": "Файл",
  "media.state_too_large": "Більше за 20 МБ, які Telegram віддає ботам: файлу тут немає",
  "media.state_gone": "У Telegram його вже немає: файлу тут немає",
  "media.state_retrying": "Завантажується…",
};
