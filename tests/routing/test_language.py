"""Telling English, Russian and Ukrainian apart, and leaving other languages alone."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routing.language import detect_language
from tests.rounds import examples

ENGLISH = [
    "Where is my order?",
    "Hi, I can't log in to my account since this morning",
    "Payment failed",
    "Invoice #4411",
    "What's the refund policy for café orders?",
    "My name is Иван Петренко and I want to cancel my order",
    "pls help",
]
RUSSIAN = [
    "Где мой заказ?",
    "Здравствуйте! Не могу войти в личный кабинет",
    "Ошибка Connection refused at login page https://example.com/help",
    "не работает iPhone 15 Pro Max",
    "Cпасибо",
    "ЗДРАВСТВУЙТЕ",
    "спс",
    "нет",
    "Деньги списали дважды",
]
UKRAINIAN = [
    "Де моє замовлення?",
    "Добрий день! Не можу увійти в особистий кабінет",
    "Привiт, де моє замовлення",
    "Доброго дня, Error 500 на сторінці checkout",
    "Дякую!",
    "так",
    "ні",
    "з'єднання переривається",
    "Гроші списали двічі",
    "Скажіть будь-ласка як оплатити",
]
OTHERS = [
    "Wie kann ich mein Passwort ändern?",
    "Guten Tag, ich habe eine Frage zur Rechnung",
    "Bonjour, je ne peux pas me connecter",
    "Hola, no puedo entrar en mi cuenta",
    "Gdzie jest moje zamówienie",
    "Merhaba, siparişim nerede",
    "Здравейте, къде е моята поръчка?",
    "Здраво, где је моја поруџбина?",
    "Добры дзень, дзе мой заказ?",
    "Сәлеметсіз бе, тапсырысым қайда?",
    "你好，我的订单在哪里",
    "مرحبا أين طلبي",
    "שלום איפה ההזמנה שלי",
    "privet, ne mogu voyti v akkaunt",
]
NOTHING = ["", "   ", "12345", "+380 44 123 45 67", "😀👍", "...", "https://example.com/да", "anna@example.com"]


@pytest.mark.parametrize("text", ENGLISH)
def test_english_is_told(text: str) -> None:
    assert detect_language(text) == "en"


@pytest.mark.parametrize("text", RUSSIAN)
def test_russian_is_told(text: str) -> None:
    assert detect_language(text) == "ru"


@pytest.mark.parametrize("text", UKRAINIAN)
def test_ukrainian_is_told(text: str) -> None:
    assert detect_language(text) == "uk"


@pytest.mark.parametrize("text", OTHERS)
def test_another_language_is_left_alone(text: str) -> None:
    assert detect_language(text) == ""


@pytest.mark.parametrize("text", NOTHING)
def test_without_words_only_the_prior_can_tell(text: str) -> None:
    assert detect_language(text) == ""
    assert detect_language(text, prior="uk") == "uk"


@pytest.mark.parametrize("prior", ["ru", "uk"])
def test_a_word_of_both_languages_goes_with_the_prior(prior: str) -> None:
    assert detect_language("номер", prior=prior) == prior


def test_a_product_name_goes_with_the_prior() -> None:
    assert detect_language("iPhone 15", prior="uk") == "uk"


@pytest.mark.parametrize(
    ("text", "prior"), [("Where is my order?", "ru"), ("Де моє замовлення?", "ru"), ("Где мой заказ?", "uk")]
)
def test_a_clear_text_overrules_the_prior(text: str, prior: str) -> None:
    assert detect_language(text, prior=prior) not in ("", prior)


def test_an_unknown_prior_is_ignored() -> None:
    assert detect_language("12345", prior="de") == ""


@settings(deadline=None, max_examples=examples(50))
@given(st.text())
def test_any_text_has_an_answer(text: str) -> None:
    assert detect_language(text) in ("en", "ru", "uk", "")


def test_a_long_text_is_told_by_its_beginning() -> None:
    assert detect_language("Де моє замовлення? " + "1 " * 50_000) == "uk"
