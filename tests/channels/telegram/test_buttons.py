"""Buttons: quick replies become the customer's words once, stars become one rating, quotes point to what they answer."""

import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import delete, select

from channels.delivery import Post, drain
from channels.telegram.adapter import TelegramAdapter
from helpdesk import clock, db
from helpdesk.actions import delivery, lifecycle, rating_requests, reply
from helpdesk.actions.reply import Writing
from helpdesk.errors import Invalid
from helpdesk.models import (
    Category,
    Channel,
    DeliveryState,
    Message,
    MessageExternalId,
    MessageKind,
    Rating,
    Setting,
    Status,
    Ticket,
)
from helpdesk.queries.messages import message_views
from tests.bots import TakingIn, add_bot, own
from tests.cast import Desk
from tests.channels.telegram.taking import all_of, settled, until
from tests.peers.bot_api import TelegramPeer
from tests.stories import visitor_writes

VERA = 501


class Office:
    """A bot that takes in, runs errands and sends."""

    def __init__(self, telegram: TelegramPeer, channel: Channel, desk: Desk) -> None:
        self.telegram, self.channel, self.desk = telegram, channel, desk
        self.fence = own(channel)
        self.post = Post(channel.id, TelegramAdapter(channel), self.fence)

    def takes_in(self, also: Callable[[], bool] = lambda: True) -> None:
        with TakingIn(self.channel, self.fence, errands=True):
            until(lambda: settled(self.telegram, self.channel) and also())

    def answers(self, text: str, **how: Any) -> int:
        ticket = all_of(Ticket)[-1]
        with db.transaction() as session:
            writing = Writing(text, str(uuid.uuid4()), **how)
            message = reply.send_reply(session, ticket.id, writing, by=self.desk.cast.boris)
        drain(self.post)
        return message.id

    def resolves(self) -> None:
        with db.transaction() as session:
            status = session.scalars(select(Status).where(Status.category == Category.RESOLVED)).first()
            assert status is not None
            lifecycle.set_status(session, all_of(Ticket)[-1].id, status_id=status.id, by=self.desk.cast.boris)


@pytest.fixture
def office(telegram: TelegramPeer, desk: Desk) -> Iterator[Office]:
    """A desk to which Vera has written."""
    channel = add_bot(telegram, ask_rating=True)
    telegram.people.introduce(VERA, "Vera", language_code="uk")
    telegram.people.say(VERA, "Hello")
    office = Office(telegram, channel, desk)
    office.takes_in()
    yield office
    office.post.adapter.close()


def labels(message: dict[str, Any]) -> list[str]:
    return [button["text"] for row in message["reply_markup"]["inline_keyboard"] for button in row]


def asks_for_a_rating(office: Office) -> dict[str, Any]:
    """Resolve the ticket and return the message with the stars as it came to Vera."""
    office.answers("Done.")
    office.resolves()
    with db.transaction() as session:
        session.add(Setting(key="rating_delay_min", value={"value": 0}, updated_at=clock.now()))
    assert rating_requests.ask_resolved() == 1
    assert rating_requests.ask_resolved() == 0
    drain(office.post)
    found: dict[str, Any] = office.telegram.people.seen(VERA)[-1]
    return found


def test_a_pressed_quick_reply_is_the_customers_answer_once(office: Office) -> None:
    asked = office.answers("Which colour?", buttons=("Red", "Green"))
    shown = office.telegram.people.seen(VERA)[-1]
    assert labels(shown) == ["Red", "Green"]

    first = office.telegram.people.press(VERA, shown["message_id"], "q:1")
    second = office.telegram.people.press(VERA, shown["message_id"], "q:1")
    office.takes_in(lambda: labels(office.telegram.people.seen(VERA)[-1]) == ["✓ Green"])

    said = [one for one in all_of(Message) if one.kind is MessageKind.IN]
    assert [one.text for one in said] == ["Hello", "Green"]
    with db.reading() as session:
        views = message_views(session, [asked, said[-1].id])
    assert views[asked]["telegram"]["buttons"] == [
        {"label": "Red", "pressed_by": None},
        {"label": "Green", "pressed_by": said[-1].id},
    ]
    assert views[said[-1].id]["telegram"]["is_press"]
    assert views[said[-1].id]["telegram"]["answers"]["message_id"] == asked
    assert all(office.telegram.bot.answered[one].get("done") for one in (first, second))


def test_a_press_before_the_send_was_noted_gets_its_tick_on_both_sides(office: Office) -> None:
    asked = office.answers("Which colour?", buttons=("Red", "Green"))
    with db.transaction() as session:
        session.execute(delete(MessageExternalId))
        session.get_one(Message, asked).delivery_state = DeliveryState.SENDING

    office.telegram.people.press(VERA, office.telegram.people.seen(VERA)[-1]["message_id"], "q:1")
    office.takes_in(lambda: labels(office.telegram.people.seen(VERA)[-1]) == ["✓ Green"])
    with db.transaction() as session:
        delivery.mark_sent(session, asked, external_ids=["501:2"])

    with db.reading() as session:
        red, green = message_views(session, [asked])[asked]["telegram"]["buttons"]
    assert (red["pressed_by"], green["pressed_by"]) == (None, all_of(Message)[-1].id)


def test_stars_become_one_rating_and_open_nothing_again(office: Office) -> None:
    asked = asks_for_a_rating(office)
    assert "№" in asked["text"]
    assert len(labels(asked)) == 5

    for value in ("r:2", "r:5", "r:5"):
        office.telegram.people.press(VERA, asked["message_id"], value)
    office.takes_in(lambda: "✓ 5 ⭐" in labels(office.telegram.people.seen(VERA)[-1]))

    (rating,) = all_of(Rating)
    (ticket,) = all_of(Ticket)
    assert (rating.score, rating.agent_id) == (5, office.desk.cast.boris.agent_id)
    assert ticket.category is Category.RESOLVED
    assert [one.text for one in all_of(Message) if one.kind is MessageKind.IN] == ["Hello"]
    assert any("збережено" in one.get("text", "") for one in office.telegram.bot.answered.values())


def test_a_star_pressed_before_the_send_was_noted_is_a_rating_and_no_message(office: Office) -> None:
    asked = asks_for_a_rating(office)
    with db.transaction() as session:
        session.execute(delete(MessageExternalId))

    office.telegram.people.press(VERA, asked["message_id"], "r:4")
    office.takes_in(lambda: "✓ 4 ⭐" in labels(office.telegram.people.seen(VERA)[-1]))

    assert [one.score for one in all_of(Rating)] == [4]
    assert [one.text for one in all_of(Message) if one.kind is MessageKind.IN] == ["Hello"]


def test_a_made_up_rating_counts_for_nothing(office: Office) -> None:
    asked = asks_for_a_rating(office)

    for value in ("r:6", "r:", "r:x", "r:-1"):
        office.telegram.people.press(VERA, asked["message_id"], value)
    office.takes_in()

    assert [one.score for one in all_of(Rating)] == [None]


def test_a_reply_quotes_the_message_it_answers(office: Office) -> None:
    hello = all_of(Message)[0]

    sent = office.answers("To this:", answers_id=hello.id)

    assert office.telegram.people.seen(VERA)[-1]["reply_to_message"]["text"] == "Hello"
    with db.reading() as session:
        assert message_views(session, [sent])[sent]["telegram"]["answers"]["message_id"] == hello.id


def test_a_note_is_never_quoted_to_the_customer(office: Office) -> None:
    with db.transaction() as session:
        ticket_id = all_of(Ticket)[0].id
        note = reply.add_note(session, ticket_id, Writing("between us", str(uuid.uuid4())), by=office.desk.cast.boris)

    with pytest.raises(Invalid):
        office.answers("To this:", answers_id=note.id)


def test_buttons_are_refused_where_there_are_none(office: Office) -> None:
    visitor_writes(office.desk, "in the chat")

    with pytest.raises(Invalid):
        office.answers("Which?", buttons=("A",))


@pytest.mark.parametrize("buttons", [("A", "A"), ("",), tuple("abcdefghi")])
def test_buttons_need_words_of_their_own_and_are_few(office: Office, buttons: tuple[str, ...]) -> None:
    with pytest.raises(Invalid):
        office.answers("Which?", buttons=buttons)


def test_buttons_come_below_the_last_part_of_a_long_answer(office: Office) -> None:
    office.answers("long " * 1500, buttons=("Yes", "No"))

    seen = office.telegram.people.seen(VERA)

    assert [("reply_markup" in one) for one in seen] == [False] * (len(seen) - 1) + [True]
    assert len(seen) > 1
