"""Which passwords are refused, and why."""

import pytest

from helpdesk.actions.accounts import hashing
from helpdesk.actions.accounts.password_rules import Weakness, weakness

PERSONAL = ("anna@shop.example", "Anna Shevchenko", "Shop Desk")


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("short1!", Weakness.TOO_SHORT),
        ("корот7!", Weakness.TOO_SHORT),
        ("x7Kp!m Q2" * 40, Weakness.TOO_LONG),
        ("aaaaaaaa", Weakness.TOO_SIMPLE),
        ("87654321", Weakness.TOO_SIMPLE),
        ("abcd1234", Weakness.TOO_SIMPLE),
        ("qwertyui", Weakness.TOO_SIMPLE),
        ("йцукенгш", Weakness.TOO_SIMPLE),
        ("1q2w3e4r5t", Weakness.TOO_SIMPLE),
        ("hahahaha", Weakness.TOO_SIMPLE),
        ("20110403", Weakness.TOO_SIMPLE),
        ("password", Weakness.TOO_COMMON),
        ("P@ssw0rd!", Weakness.TOO_COMMON),
        ("Welcome2026", Weakness.TOO_COMMON),
        ("adminadmin", Weakness.TOO_SIMPLE),
        ("helpdesk1!", Weakness.TOO_COMMON),
        ("Привет123", Weakness.TOO_COMMON),
        ("парасолька2026", Weakness.TOO_COMMON),
        ("anna2026!", Weakness.PERSONAL),
        ("Shevchenko.Anna", Weakness.PERSONAL),
        ("shop-desk-77", Weakness.PERSONAL),
    ],
)
def test_a_password_that_guessers_try_first_is_refused(password: str, reason: Weakness) -> None:
    assert weakness(password, personal=PERSONAL) is reason


@pytest.mark.parametrize(
    "password",
    [
        "ruled green margins 41",
        "correct horse battery staple",
        "savannah river 99 boats",
        "зелена парасолька їде 7",
        "длинная дорога домой",
        "x7Kp!mQ2",
        "z" + "ab-Kq9 " * 36,
    ],
)
def test_a_password_that_is_hard_to_guess_is_taken_whatever_its_characters(password: str) -> None:
    assert weakness(password, personal=PERSONAL) is None


def test_the_same_letters_typed_in_another_unicode_form_are_the_same_password() -> None:
    kept = hashing.make_hash("пароль з їжаком 7")

    assert hashing.is_right(kept, "пароль з ї\u0436аком 7".replace("ї", "\u0456\u0308"))
    assert not hashing.is_right(kept, "пароль з їжаком 8")


def test_without_a_hash_no_password_is_right() -> None:
    assert not hashing.is_right(None, "ruled green margins 41")
    assert not hashing.is_right("not a hash", "ruled green margins 41")
    assert not hashing.is_right(None, "x" * 100_000)


def test_hashes_are_argon2id_with_at_least_the_recommended_cost() -> None:
    kept = hashing.make_hash("ruled green margins 41")

    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert hashing.is_outdated(kept.replace("m=65536", "m=8192"))
