"""A few messages of each kind, in three languages: written by hand for these tests."""

MESSAGES = {
    "invoice": (
        "I was charged twice on my invoice",
        "please send me the invoice for May",
        "the bill has a wrong amount",
        "where can I download my invoice",
        "мне два раза выставили счёт",
        "пришлите счёт за май",
        "в счёте неверная сумма",
        "где скачать счёт",
    ),
    "delivery": (
        "where is my parcel",
        "the parcel has not arrived yet",
        "can the courier bring the parcel tomorrow",
        "my parcel went to a wrong address",
        "где моя посылка",
        "посылка ещё не пришла",
        "может ли курьер привезти посылку завтра",
        "посылку отправили не по тому адресу",
    ),
    "password": (
        "I forgot my password",
        "cannot log in, the password is wrong",
        "how do I reset the password",
        "the link to reset my password does not work",
        "я забыл пароль",
        "не могу войти, неверный пароль",
        "как сбросить пароль",
        "ссылка для сброса пароля не работает",
    ),
}

ASKED = {
    "there is an error in the invoice": "invoice",
    "when will the parcel arrive": "delivery",
    "my password does not work": "password",
    "пришлите пожалуйста счета": "invoice",
    "когда придёт посылка": "delivery",
    "пароль не подходит": "password",
}


def texts_and_labels() -> tuple[list[str], list[str]]:
    """Return the messages with their labels."""
    pairs = [(text, label) for label, texts in MESSAGES.items() for text in texts]
    return [text for text, _ in pairs], [label for _, label in pairs]
