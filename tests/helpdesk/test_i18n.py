"""Server texts: every language says everything."""

import string

import pytest
from babel import Locale

from helpdesk import i18n


def placeholders(text: str) -> set[str]:
    """Return the names a text asks for."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("language", i18n.languages())
def test_every_language_has_every_text_with_the_same_placeholders(language: str) -> None:
    english, other = i18n.catalogue("en"), i18n.catalogue(language)

    assert set(other) == set(english)
    for key, text in english.items():
        ours, theirs = (_forms(found) for found in (text, other[key]))
        assert set.union(*map(placeholders, theirs)) == set.union(*map(placeholders, ours)), key


@pytest.mark.parametrize("language", i18n.languages())
def test_every_plural_has_the_forms_its_language_needs(language: str) -> None:
    needed = set(Locale.parse(language).plural_form.tags) | {"other"}

    for key, text in i18n.catalogue(language).items():
        if isinstance(text, dict):
            assert set(text) == needed, key


@pytest.mark.parametrize("language", i18n.visitors_languages())
def test_a_language_for_customers_says_whole_parts_with_the_same_placeholders(language: str) -> None:
    english, other = i18n.catalogue("en"), i18n.catalogue(language)
    whole = {"acknowledgement", "mail_out", "widget", "chat_mail"}

    assert {key for key in english if key.partition(".")[0] in whole} <= set(other) <= set(english)
    for key, text in other.items():
        ours, theirs = _forms(english[key]), _forms(text)
        assert set.union(*map(placeholders, theirs)) == set.union(*map(placeholders, ours)), key


def test_a_language_for_customers_is_none_that_the_desk_works_in() -> None:
    assert i18n.known("de") == "de"
    assert "de" not in i18n.languages()
    assert i18n.negotiate("de") == "en"
    assert i18n.text("de", "sign_in.button") == "Sign in"


@pytest.mark.parametrize(
    ("language", "n", "word"),
    [
        ("en", 1, "a minute"),
        ("en", 2, "2 minutes"),
        ("ru", 21, "21 минуту"),
        ("ru", 3, "3 минуты"),
        ("uk", 5, "5 хвилин"),
    ],
)
def test_numbers_are_said_as_speakers_say_them(language: str, n: int, word: str) -> None:
    assert word in i18n.text(language, "common.too_many", n=n)


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "en"),
        ("uk", "uk"),
        ("uk-UA,uk;q=0.9,en-US;q=0.8", "uk"),
        ("be, de;q=0.7, ru;q=0.3", "ru"),
        ("en;q=0.1, uk;q=0.9", "uk"),
        ("uk;q=0, ru", "ru"),
        ("*", "en"),
        ("; ; ,,q=,uk;q=abc", "en"),
        ("x" * 100_000, "en"),
        ("../../etc/passwd", "en"),
    ],
)
def test_a_browser_gets_the_language_it_likes_best_among_ours(header: str, language: str) -> None:
    assert i18n.negotiate(header) == language


def test_an_unknown_language_is_answered_in_english_and_an_unknown_text_is_an_error() -> None:
    assert i18n.text("xx", "sign_in.button") == "Sign in"
    with pytest.raises(KeyError):
        i18n.text("en", "no.such.text")


def _forms(text: object) -> list[str]:
    return list(text.values()) if isinstance(text, dict) else [str(text)]
