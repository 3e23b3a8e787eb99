"""Placeholders are plainly replaced, and what has no value is told."""

import pytest

from helpdesk import placeholders
from helpdesk.placeholders import fill


def test_a_placeholder_is_replaced_by_its_value() -> None:
    filled = fill(
        "Добрий день, {{customer.first_name}}! №{{ ticket.number }}",
        {"customer.first_name": "Віра", "ticket.number": "7"},
    )

    assert filled.text == "Добрий день, Віра! №7"
    assert filled.missing == []


def test_what_has_no_value_stays_and_is_told_once() -> None:
    filled = fill("{{customer.name}}, {{customer.name}} of {{organisation.name}}", {"organisation.name": " "})

    assert filled.text == "{{customer.name}}, {{customer.name}} of {{organisation.name}}"
    assert filled.missing == ["customer.name", "organisation.name"]


def test_what_a_value_says_is_never_looked_at_again() -> None:
    filled = fill("{{customer.name}}", {"customer.name": "{{agent.name}} {{7*7}}", "agent.name": "Anna"})

    assert filled.text == "{{agent.name}} {{7*7}}"


def test_a_value_is_one_line_of_bounded_length() -> None:
    assert fill("{{customer.name}}", {"customer.name": "a\n\nb" + "c" * 900}).text == "a b" + "c" * 497


@pytest.mark.parametrize("text", ["{{customer.name}}", "{{ customer.fields.plan }}", "{{7*7}}", "{% if x %}", "{{}}"])
def test_known_names_and_what_is_no_placeholder_are_let_be(text: str) -> None:
    assert placeholders.unknown(text) == []


def test_names_that_nothing_fills_are_found() -> None:
    assert placeholders.unknown("{{customer.nmae}} {{customer.fields.}} {{ticket.number}}") == [
        "customer.fields.",
        "customer.nmae",
    ]
