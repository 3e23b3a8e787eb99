"""Those who are played in a demo: whole texts, and sensible reactions."""

from datetime import UTC, datetime
from random import Random

import pytest

from helpdesk import config, placeholders
from helpdesk.actions.templates import TemplateChanges
from helpdesk.models import ChannelKind
from runtime.demo import answers
from runtime.demo.life import Life
from runtime.demo.matter import LANGUAGES, Line, Matter, Voice, matters
from runtime.demo.past.plan import stories
from runtime.demo.people import CUSTOMERS
from runtime.demo.post.boxes import plain

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_matter_begins_with_the_customer_and_has_an_answer(language: str) -> None:
    for matter in matters(language):
        assert matter.lines[0].voice is Voice.CUSTOMER
        assert any(line.voice is Voice.AGENT for line in matter.lines)
        told = matter.told(name="Vera", order="1", amount="2")
        assert not any("{" in text for text in [told.subject, *(line.text for line in told.lines)])


@pytest.mark.parametrize("template", answers.TEMPLATES, ids=lambda template: template.shortcut)
def test_every_kept_answer_speaks_three_languages_and_names_what_can_be_filled(template: TemplateChanges) -> None:
    assert sorted(template.texts) == ["en", "ru", "uk"]
    assert [placeholders.unknown(text) for text in template.texts.values()] == [[], [], []]


def test_there_are_forty_customers_with_an_address_each() -> None:
    assert len({one.address for one in CUSTOMERS}) == len({one.telegram_id for one in CUSTOMERS}) == 40
    assert {way for one in CUSTOMERS for way in one.ways} == set(ChannelKind)


def test_a_customer_gives_the_order_number_when_asked_for_it() -> None:
    said = _life("My lamp is broken.", "Great.").reaction("Sorry! What is your order number?")

    assert "12345" in said


def test_a_customer_asks_back_when_an_answer_says_little() -> None:
    assert _life("Where is it?", "Great.").reaction("Wait").endswith("do.")


def test_a_customer_goes_on_and_has_enough_in_the_end() -> None:
    one = _life("Where is it?", "It came, thanks.")

    said = [one.reaction("We have found it and send it to you today.") for _ in range(3)]

    assert said[0] == "It came, thanks."
    assert one.is_over
    assert said[2] == ""


def test_the_same_two_weeks_are_told_again() -> None:
    first, again = (stories(NOW, tickets=12) for _ in range(2))

    assert [one.steps for one in first] == [one.steps for one in again]
    assert all(step.at < NOW for one in first for step in one.steps)


def test_mail_with_a_token_lies_in_the_mailbox_it_is_for() -> None:
    assert plain("Support+abc123@Nordlicht.example") == "support@nordlicht.example"
    with pytest.raises(ValueError, match="no mailbox"):
        plain("../../etc/passwd@x.example")


def test_no_setting_turns_a_desk_at_work_into_a_demo() -> None:
    assert not config.load({"HELPDESK_IS_DEMO": "1", "HELPDESK_DEMO": "1"}).is_demo


def _life(*said: str) -> Life:
    lines = [line for text in said for line in (Line(Voice.CUSTOMER, text), Line(Voice.AGENT, "Yes."))]
    matter = Matter("delivery", "Lamp", None, frozenset(), lines)
    return Life(CUSTOMERS[0], ChannelKind.TELEGRAM, matter, "12345", Random(1))
