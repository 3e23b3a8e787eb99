"""What the invented customers have on their minds."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Story:
    """opening: said at once, line by line; answers: one after each answer of an agent."""

    name: str
    locale: str
    opening: tuple[str, ...]
    answers: tuple[str, ...]


STORIES = (
    Story(
        "Grace Miller",
        "en",
        ("Hi! My parcel was due on Tuesday and still is not here.", "The order number is 20418."),
        ("That would be great, thank you.", "It just arrived. Thanks, all solved!"),
    ),
    Story(
        "Oksana Kovalenko",
        "uk",
        ("Доброго дня! Не можу увійти в кабінет після зміни пароля.", "Пише «невірний пароль», хоча він правильний."),
        ("Спробувала, тепер працює.", "Дуже дякую за допомогу!"),
    ),
    Story(
        "Сергей Волков",
        "ru",
        ("Здравствуйте, с карты списали деньги дважды за один заказ.", "Когда вернут вторую сумму?"),
        ("Хорошо, жду.", "Деньги пришли, спасибо."),
    ),
    Story(
        "Tom Becker",
        "en",
        (
            "The site says error 502 when I open my basket.",
            "It has been like this since this morning, also on my phone.",
        ),
        ("Chrome, the newest version.", "Yes, it works again now."),
    ),
    Story(
        "Наталія Шевчук",
        "uk",
        ("Скажіть, будь ласка, чи можна змінити адресу доставки?",),
        ("Київ, вулиця Саксаганського, 12.", "Чудово, дякую!"),
    ),
    Story(
        "Мария Орлова",
        "ru",
        ("Хочу пожаловаться: курьер опоздал на четыре часа и даже не позвонил.",),
        ("Спасибо, что разобрались.",),
    ),
    Story(
        "Aisha Khan",
        "en",
        ("Do you have the blue lamp in a bigger size?",),
        ("Perfect, I will order it tonight.", "One more question: how long is the warranty?", "Thank you!"),
    ),
    Story(
        "Богдан Мельник",
        "uk",
        ("Прийшов не той товар: замовляв чорний, а приїхав білий.", "Що робити?"),
        ("Надішлю завтра зранку.", "Дякую, чекаю на заміну."),
    ),
    Story(
        "Lucas Martin",
        "en",
        ("It would be nice if the shop remembered my delivery address.",),
        ("Glad you like the idea!",),
    ),
    Story(
        "Алексей Жуков",
        "ru",
        ("Срочно! Кто-то вошёл в мой аккаунт, мне пришло письмо о входе из другой страны.",),
        ("Пароль уже сменил.", "Спасибо за быстрый ответ."),
    ),
    Story(
        "Emma Wilson",
        "en",
        ("Could you send me the invoice for my last order, please?",),
        ("To the same address, please.", "Got it, thanks!"),
    ),
    Story(
        "Ірина Бондар",
        "uk",
        ("Додаток закривається щоразу, коли натискаю «Оплатити».", "Уже третій день так."),
        ("Android 15, застосунок оновлений.", "Запрацювало, дякую!"),
    ),
)
