"""What agents answer arrives on Telegram: whole, in order, and never twice unasked."""

import uuid
from collections.abc import Iterator

import pytest
from sqlalchemy import select

from channels.delivery import Post, drain, settle_abandoned
from channels.telegram.adapter import TelegramAdapter
from channels.telegram.wire import Wire
from helpdesk import db
from helpdesk.actions import delivery, reply
from helpdesk.actions.attachments import add_agent_file, keep_file
from helpdesk.actions.reply import Writing
from helpdesk.models import (
    Channel,
    DeliveryState,
    Identity,
    Message,
    MessageExternalId,
    Thread,
)
from runtime.demo.bot_api.people import PNG
from tests.bots import TakingIn, add_bot, own
from tests.cast import Desk
from tests.channels.telegram.taking import all_of, take_in, until
from tests.peers.bot_api import TelegramPeer

VERA, OLEH = 501, 502


class Office:
    """One bot's way out, driven by hand."""

    def __init__(self, channel: Channel, desk: Desk) -> None:
        self.channel, self._desk = channel, desk
        self.adapter = TelegramAdapter(channel)
        self.post = Post(channel.id, self.adapter, own(channel))

    def answers(self, person: int, text: str, *files: tuple[str, bytes]) -> int:
        """Have anna answer a person."""
        with db.reading() as session:
            thread = session.scalars(
                select(Thread).where(Thread.channel_id == self.channel.id, Thread.peer == str(person))
            ).one()
        kept = [keep_file([data], name=name, max_bytes=60_000_000) for name, data in files]
        with db.transaction() as session:
            agent_id = self._desk.cast.boris.agent_id
            assert agent_id is not None
            ids = tuple(add_agent_file(session, one, agent_id=agent_id).public_id for one in kept)
            writing = Writing(text, str(uuid.uuid4()), ids)
            return reply.send_reply(session, thread.ticket_id, writing, by=self._desk.cast.boris).id

    def sends(self) -> int:
        """Send what is due."""
        return drain(self.post)

    def state(self, message_id: int) -> DeliveryState | None:
        """Return how a reply is doing."""
        with db.reading() as session:
            return session.get_one(Message, message_id).delivery_state

    def is_due_again(self, message_id: int) -> None:
        """Let the time of the next try come."""
        with db.transaction() as session:
            session.get_one(Message, message_id).next_attempt_at = None


@pytest.fixture
def office(telegram: TelegramPeer, desk: Desk) -> Iterator[Office]:
    """A desk to which Vera and Oleh have written."""
    channel = add_bot(telegram)
    telegram.people.say(VERA, "Hello")
    telegram.people.say(OLEH, "Hello")
    take_in(telegram, channel)
    office = Office(channel, desk)
    yield office
    office.adapter.close()


def texts(telegram: TelegramPeer, person: int = VERA) -> list[str]:
    return [one.get("text") or one.get("caption", "") for one in telegram.people.seen(person)]


def test_an_answer_arrives_with_its_looks(telegram: TelegramPeer, office: Office) -> None:
    reply_id = office.answers(VERA, "**Hello** Vera, see [here](https://x.test)")

    office.sends()

    (seen,) = telegram.people.seen(VERA)
    assert (seen["text"], [one["type"] for one in seen["entities"]]) == ("Hello Vera, see here", ["bold", "text_link"])
    assert office.state(reply_id) is DeliveryState.SENT
    keys = [one.external_id for one in all_of(MessageExternalId) if one.message_id == reply_id]
    assert keys == [f"{VERA}:{seen['message_id']}"]


def test_a_long_answer_leaves_in_order_in_parts(telegram: TelegramPeer, office: Office) -> None:
    reply_id = office.answers(VERA, "\n\n".join(f"{number} " + "word " * 300 for number in range(5)))

    office.sends()

    assert [text[:2].strip() for text in texts(telegram)] == ["0", "2", "4"]
    assert len([one for one in all_of(MessageExternalId) if one.message_id == reply_id]) == 3


def test_files_leave_as_what_they_are_and_pictures_as_an_album(telegram: TelegramPeer, office: Office) -> None:
    office.answers(VERA, "look", ("a.png", PNG), ("b.png", PNG), ("bill.pdf", b"%PDF-1.4 bill"), ("c.txt", b"words"))

    office.sends()

    seen = telegram.people.seen(VERA)
    kinds = [next(kind for kind in ("text", "photo", "document") if kind in one) for one in seen]
    assert kinds == ["text", "photo", "photo", "document", "document"]
    assert len({one.get("media_group_id") for one in seen}) == 3


def test_a_short_text_is_the_caption_of_its_file(telegram: TelegramPeer, office: Office) -> None:
    office.answers(VERA, "your **bill**", ("bill.pdf", b"%PDF-1.4 bill"))

    office.sends()

    (seen,) = telegram.people.seen(VERA)
    assert (seen["caption"], seen["document"]["file_name"]) == ("your bill", "bill.pdf")
    assert [one["type"] for one in seen["caption_entities"]] == ["bold"]


def test_looks_telegram_cannot_parse_are_left_out(telegram: TelegramPeer, office: Office) -> None:
    words = "Bad Request: can't parse entities: unsupported"
    telegram.api.world.switches.fail("sendMessage", "bad_request", words=words)
    reply_id = office.answers(VERA, "**Hello**")

    office.sends()

    assert (texts(telegram), office.state(reply_id)) == (["Hello"], DeliveryState.SENT)
    assert "entities" not in telegram.people.seen(VERA)[0]


def test_a_picture_telegram_cannot_process_goes_as_a_document(telegram: TelegramPeer, office: Office) -> None:
    office.answers(VERA, "look", ("a.png", PNG))
    telegram.api.world.switches.fail("sendPhoto", "bad_request", words="Bad Request: IMAGE_PROCESS_FAILED")

    office.sends()

    assert "document" in telegram.people.seen(VERA)[0]


OUTCOMES = [
    ("server_error", DeliveryState.UNKNOWN, 0),
    ("bad_gateway", DeliveryState.UNKNOWN, 0),
    ("drop_before", DeliveryState.UNKNOWN, 0),
    ("drop_after", DeliveryState.UNKNOWN, 1),
    ("server_error_after", DeliveryState.UNKNOWN, 1),
    ("too_many", DeliveryState.QUEUED, 0),
    ("unauthorized", DeliveryState.QUEUED, 0),
    ("bad_request", DeliveryState.FAILED, 0),
    ("forbidden", DeliveryState.FAILED, 0),
]


@pytest.mark.parametrize(("kind", "state", "arrived"), OUTCOMES, ids=[one[0] for one in OUTCOMES])
def test_each_failure_is_called_what_it_is(
    telegram: TelegramPeer, office: Office, kind: str, state: DeliveryState, arrived: int
) -> None:
    telegram.api.world.switches.fail("sendMessage", kind)
    reply_id = office.answers(VERA, "Hello")

    office.sends()

    assert (office.state(reply_id), len(texts(telegram))) == (state, arrived)


def test_a_hang_past_the_time_out_is_unknown(telegram: TelegramPeer, office: Office) -> None:
    office.adapter._wire = Wire(telegram.url, telegram.token, timeout_s=0.3)
    telegram.api.world.switches.fail("sendMessage", "hang", seconds=1.0)
    reply_id = office.answers(VERA, "Hello")

    office.sends()

    assert office.state(reply_id) is DeliveryState.UNKNOWN
    until(lambda: texts(telegram) == ["Hello"])


def test_a_server_that_is_not_there_got_nothing(telegram: TelegramPeer, office: Office) -> None:
    reply_id = office.answers(VERA, "Hello")
    telegram.api.stop()

    office.sends()

    assert office.state(reply_id) is DeliveryState.QUEUED


def test_who_has_blocked_the_bot_is_marked_and_the_agent_told(telegram: TelegramPeer, office: Office) -> None:
    telegram.people.block(VERA)
    reply_id = office.answers(VERA, "Hello")

    office.sends()

    with db.reading() as session:
        message = session.get_one(Message, reply_id)
        vera = session.scalars(select(Identity).where(Identity.address == str(VERA))).one()
    assert (message.delivery_state, "blocked by the user" in str(message.delivery_error)) == (
        DeliveryState.FAILED,
        True,
    )
    assert vera.unreachable_at is not None


def test_a_flooded_chat_waits_and_the_others_go_on(telegram: TelegramPeer, office: Office) -> None:
    telegram.api.world.switches.fail("sendMessage", "too_many", seconds=30, chat_id=VERA)
    first, other = office.answers(VERA, "one"), office.answers(OLEH, "hello")
    office.answers(VERA, "two")

    office.sends()

    assert (texts(telegram, VERA), texts(telegram, OLEH)) == ([], ["hello"])
    with db.reading() as session:
        waits = session.get_one(Message, first)
        assert waits.next_attempt_at is not None
        assert waits.delivery_at is not None
        assert (waits.next_attempt_at - waits.delivery_at).total_seconds() >= 29
    assert office.state(other) is DeliveryState.SENT
    office.is_due_again(first)
    office.sends()
    assert texts(telegram, VERA) == ["one", "two"]


def test_the_parts_that_left_do_not_leave_again(telegram: TelegramPeer, office: Office) -> None:
    reply_id = office.answers(VERA, "\n\n".join(f"{number} " + "word " * 600 for number in range(3)))
    telegram.api.world.switches.fail("sendMessage", "too_many", seconds=5, after=1)
    office.sends()
    assert (len(texts(telegram)), office.state(reply_id)) == (1, DeliveryState.QUEUED)

    office.is_due_again(reply_id)
    office.sends()

    assert [text[0] for text in texts(telegram)] == ["0", "1", "2"]
    assert office.state(reply_id) is DeliveryState.SENT


def test_a_group_that_moved_is_written_to_where_it_is(telegram: TelegramPeer, desk: Desk) -> None:
    channel = add_bot(telegram)
    telegram.people.open_group(-77, "Shop")
    telegram.people.say(VERA, "Hello", chat=-77)
    take_in(telegram, channel)
    office = Office(channel, desk)
    reply_id = office.answers(-77, "Hello")
    telegram.people.migrate(VERA, -77, -100500)
    telegram.bot.queue.clear()

    office.sends()
    office.is_due_again(reply_id)
    office.sends()
    office.adapter.close()

    assert office.state(reply_id) is DeliveryState.SENT
    assert [one.peer for one in all_of(Thread)] == ["-100500"]


def test_a_reply_that_was_leaving_when_the_desk_died_is_unknown(telegram: TelegramPeer, office: Office) -> None:
    reply_id = office.answers(VERA, "Hello")
    with db.transaction() as session:
        delivery.claim(session, office.channel.id, owner="test")

    settle_abandoned(office.post)

    assert (office.state(reply_id), texts(telegram)) == (DeliveryState.UNKNOWN, [])


def test_what_the_bot_sent_can_be_answered_and_reacted_to(telegram: TelegramPeer, office: Office) -> None:
    office.answers(VERA, "Hello")
    office.sends()
    number = telegram.people.seen(VERA)[0]["message_id"]
    with TakingIn(office.channel, office.post.fence):
        telegram.people.say(VERA, "thanks", reply_to=number)
        until(lambda: [one.text for one in all_of(Message)][-1] == "thanks")
