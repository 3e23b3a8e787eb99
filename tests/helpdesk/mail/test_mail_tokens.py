"""Signed ticket tokens."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpdesk import mail_tokens, secrets


@pytest.fixture(autouse=True)
def _keys() -> Iterator[None]:
    secrets.configure(secrets.new_key())
    yield
    secrets.configure(secrets.new_key())


def test_a_token_leads_back_to_its_ticket_in_any_case() -> None:
    token = mail_tokens.token_of(1234)

    assert mail_tokens.ticket_of(token) == 1234
    assert mail_tokens.ticket_of(token.upper()) == 1234


def test_neighbouring_tickets_have_nothing_in_common() -> None:
    one, other = mail_tokens.token_of(1), mail_tokens.token_of(2)

    assert sum(a == b for a, b in zip(one, other, strict=True)) < 12


def test_a_token_with_one_character_changed_is_nobodys() -> None:
    token = mail_tokens.token_of(77)

    for place, letter in enumerate(token):
        forged = token[:place] + ("a" if letter != "a" else "b") + token[place + 1 :]
        assert mail_tokens.ticket_of(forged) is None


@given(st.text(max_size=40))
def test_whatever_is_no_token_is_nobodys(text: str) -> None:
    assert mail_tokens.ticket_of(text) is None


def test_a_token_of_an_earlier_key_still_counts_and_new_ones_are_of_the_first() -> None:
    old, new = secrets.new_key(), secrets.new_key()
    secrets.configure(old)
    token = mail_tokens.token_of(5)

    secrets.configure(f"{new},{old}")

    assert mail_tokens.ticket_of(token) == 5
    assert mail_tokens.token_of(5) != token


def test_a_token_of_a_key_that_is_gone_is_nobodys() -> None:
    token = mail_tokens.token_of(5)

    secrets.configure(secrets.new_key())

    assert mail_tokens.ticket_of(token) is None


def test_tokens_are_found_in_ids_and_addresses() -> None:
    mail_id = mail_tokens.new_mail_id(8, "x.test")
    address = mail_tokens.reply_address("support@x.test", 9)

    found = mail_tokens.tokens_in([mail_id, "<other@y.test>", address.upper(), mail_id])

    assert [mail_tokens.ticket_of(token) for token in found] == [8, 9]


def test_every_mail_has_its_own_id() -> None:
    assert mail_tokens.new_mail_id(8, "x.test") != mail_tokens.new_mail_id(8, "x.test")


def test_a_local_part_that_would_grow_too_long_stays_as_it_is() -> None:
    long = "customer-service-for-the-northern-regions@x.test"

    assert mail_tokens.reply_address(long, 9) == long
