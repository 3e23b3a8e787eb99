/** Russian texts of sounds, films and pictures. */
import type { Same } from "../messages";
import type { words as english } from "../en/media";

export const words: Same<typeof english> = {
  "media.voice": "Голосовое сообщение",
  "media.video_note": "Видеосообщение",
  "media.moving_sticker": "Подвижный стикер: воспроизвести",
  "media.play": "Воспроизвести",
  "media.pause": "Пауза",
  "media.speed": "Скорость {speed}×",
  "media.position": "Место в записи",
  "media.save": "Сохранить {name} ({size})",
  "media.unplayable": "Этот браузер не может это воспроизвести. Сохранить:",
  "media.pictures": "Изображения",
  "media.of": "{at} из {total}",
  "media.previous": "Предыдущее изображение",
  "media.next": "Следующее изображение",
  "media.real_size": "настоящий размер",
  "media.kind_photo": "Фото",
  "media.kind_video": "Видео",
  "media.kind_animation": "Анимация",
  "media.kind_audio": "Аудио",
  "media.kind_voice": "Голосовое сообщение",
  "media.kind_video_note": "Видеосообщение",
  "media.kind_sticker": "Стикер",
  "media.kind_document": "Файл",
  "media.state_too_large": "Больше 20 МБ, которые Telegram отдаёт ботам: файла здесь нет",
  "media.state_gone": "В Telegram его больше нет: файла здесь нет",
  "media.state_retrying": "Загружается…",
};
