"""A ticket that begins with us on Telegram or in the chat of a site: once, to the right person, answered where it is."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import delete, func, select

from helpdesk import clock, db
from helpdesk.actions import blocks, delivery, receive, release, reply
from helpdesk.actions.first_words import begin
from helpdesk.actions.follow_ups import send_due
from helpdesk.actions.telegram import reach
from helpdesk.actions.writing import Writing
from helpdesk.errors import Conflict, Invalid, NotFound
from helpdesk.incoming import IncomingMessage, Sender
from helpdesk.models import (
    Category,
    Channel,
    ChannelKind,
    Customer,
    FollowUp,
    Identity,
    IdentityKind,
    Message,
    MessageKind,
    Setting,
    Ticket,
    Visitor,
)
from helpdesk.permissions import Actor
from helpdesk.queries import visitor as visitors
from helpdesk.queries.ways import Hindrance, way_views, ways_to
from helpdesk.tokens import new_name
from tests.cast import Desk
from tests.mailboxes import mailbox
from tests.mails import open_mailbox
from tests.stories import answers, gateway_delivers, incoming, ticket_of, visitor, visitor_writes

PETRO = "712"


def open_bot(*, team_id: int | None = None) -> int:
    with db.transaction() as session:
        bot = Channel(
            kind=ChannelKind.TELEGRAM, name="Bot", public_key=new_name(), team_id=team_id, created_at=clock.now()
        )
        session.add(bot)
        session.flush()
        return bot.id


def petro_writes(bot: int, text: str = "Is it there?", *, peer: str = PETRO) -> Message:
    came = IncomingMessage(
        channel_id=bot,
        external_id=new_name(),
        peer=peer,
        sender=Sender(IdentityKind.TELEGRAM, PETRO, "Petro", "telegram"),
        text=text,
        sent_at=clock.now(),
    )
    return db.retrying(lambda session: receive.receive_message(session, came))


def begins(
    message: Message, *, by: Actor, key: str = "k1", text: str = "It has *come*.", hold_s: int = 0, **more: object
) -> Message:
    """Have an agent write first to whom a message is from, where it came."""
    with db.transaction() as session:
        session.merge(Setting(key="undo_send_s", value={"value": {"email": hold_s}}, updated_at=clock.now()))
        channel = session.get_one(Ticket, message.ticket_id).channel_id
        writing = Writing(text, key, **more)  # type: ignore[arg-type]
        return begin(
            session,
            message.customer_id,
            writing,
            channel_id=channel,
            identity_id=message.author_identity_id or 0,
            by=by,
        )


def hindrances(desk: Desk, customer_id: int) -> dict[str, Hindrance | None]:
    with db.reading() as session:
        return {way.kind.value: way.hindrance for way in ways_to(session, desk.cast.anna, customer_id)}


def test_a_ticket_begins_on_telegram_once_and_its_answer_joins_it(either_desk: Desk) -> None:
    asked, anna = petro_writes(open_bot()), either_desk.cast.anna

    first, again = (begins(asked, by=anna) for _ in range(2))

    ticket = ticket_of(first)
    assert (again.id, first.ticket_id == asked.ticket_id) == (first.id, False)
    assert (ticket.customer_id, ticket.assignee_id, ticket.category) == (
        asked.customer_id,
        anna.agent_id,
        Category.OPEN,
    )
    assert ticket.subject == "It has *come*."
    assert petro_writes(ticket.channel_id, "Thanks").ticket_id == ticket.id
    with db.transaction() as session:
        [queued] = delivery.claim(session, ticket.channel_id, owner="gateway")
    assert queued.id == first.id


def test_a_ticket_begins_in_the_chat_and_the_visitor_finds_it_there(either_desk: Desk) -> None:
    asked = visitor_writes(either_desk)

    first = begins(asked, by=either_desk.cast.anna)
    with db.reading() as session:
        before = visitors.tickets(session, visitor(either_desk))
    gateway_delivers(either_desk)

    number = ticket_of(first).number
    assert number not in {one["number"] for one in before}
    with db.reading() as session:
        heads = visitors.tickets(session, visitor(either_desk))
        told = visitors.events(session, visitor(either_desk), number, after=0)
    assert heads[-1]["number"] == number
    assert [one["kind"] for one in told] == ["agent", "message"]
    assert told[0]["agent"]["name"] == "Anna"
    assert visitor_writes(either_desk, "Thank you").ticket_id == first.ticket_id


def test_what_the_visitor_does_not_see_goes_after_them_by_mail(desk: Desk) -> None:
    mailbox()
    came = replace(incoming(desk, "Hello"), details={"email": "vera.new@shop.example"})
    asked = db.retrying(lambda session: receive.receive_message(session, came))
    begins(asked, by=desk.cast.anna)
    gateway_delivers(desk)
    with db.transaction() as session:
        due = session.scalars(select(FollowUp)).one()
        due.due_at = clock.now() - timedelta(seconds=1)

    assert send_due() == 1


def test_only_what_reaches_the_customer_is_offered(desk: Desk) -> None:
    bot = open_bot()
    asked = petro_writes(bot)
    assert hindrances(desk, asked.customer_id) == {"telegram": None, "webchat": Hindrance.NO_ADDRESS}
    open_mailbox()

    with db.transaction() as session:
        reach.note_unreachable(session, PETRO, reason="Forbidden: bot was blocked by the user")

    assert hindrances(desk, asked.customer_id) == {
        "telegram": Hindrance.UNREACHABLE,
        "webchat": Hindrance.NO_ADDRESS,
        "email": Hindrance.NO_ADDRESS,
    }
    with pytest.raises(Conflict, match="cannot be written to"):
        begins(asked, by=desk.cast.anna)
    with db.transaction() as session:
        reach.note_reachable(session, PETRO)
        session.get_one(Channel, bot).is_paused = True
    assert hindrances(desk, asked.customer_id)["telegram"] is Hindrance.PAUSED


def test_a_chat_is_not_offered_without_a_browser_or_for_whom_the_desk_blocked(desk: Desk) -> None:
    asked = visitor_writes(desk)
    with db.transaction() as session:
        blocks.block(session, asked.customer_id, by=desk.cast.anna)
    assert hindrances(desk, asked.customer_id) == {"webchat": Hindrance.BLOCKED}

    with db.transaction() as session:
        blocks.unblock(session, asked.customer_id, by=desk.cast.anna)
        session.execute(delete(Visitor))

    assert hindrances(desk, asked.customer_id) == {"webchat": Hindrance.GONE}


def test_a_group_is_no_way_to_a_person(desk: Desk) -> None:
    asked = petro_writes(open_bot(), peer="-100500/7")

    assert hindrances(desk, asked.customer_id)["telegram"] is Hindrance.NO_ADDRESS
    with pytest.raises(Invalid):
        begins(asked, by=desk.cast.anna)


def test_nobody_writes_to_whom_they_may_not_see_or_by_another_teams_channel(desk: Desk) -> None:
    asked = petro_writes(open_bot(team_id=desk.cast.support_id))
    assert hindrances(desk, asked.customer_id)["telegram"] is None

    with pytest.raises(NotFound):
        begins(asked, by=desk.cast.charlie)

    theirs = open_bot(team_id=desk.cast.billing_id)
    elsewhere = petro_writes(theirs)
    assert elsewhere.customer_id == asked.customer_id
    with db.reading() as session:
        ways = ways_to(session, desk.cast.anna, asked.customer_id)
    assert theirs not in {way.channel.id for way in ways if way.channel}


def test_another_customers_chat_is_none_of_theirs(desk: Desk) -> None:
    asked = petro_writes(open_bot())
    with db.transaction() as session:
        other = session.get_one(Customer, desk.cast.vera_id)
        other.origin = "hand"
        wrong = session.scalars(select(Identity.id).where(Identity.customer_id == other.id)).one()
        channel = session.get_one(Ticket, asked.ticket_id).channel_id
        session.flush()
        for customer, identity in ((other.id, asked.author_identity_id or 0), (asked.customer_id, wrong)):
            with pytest.raises(Invalid):
                begin(
                    session, customer, Writing("Hi", "k"), channel_id=channel, identity_id=identity, by=desk.cast.anna
                )


def test_what_is_talked_about_in_the_same_chat_is_said_as_far_as_one_may_see_it(desk: Desk) -> None:
    asked = petro_writes(open_bot())

    def shown(by: Actor) -> object:
        with db.reading() as session:
            ways = ways_to(session, by, asked.customer_id)
            return way_views(session, by, ways)[0]["open_ticket"]

    assert shown(desk.cast.anna) == {"id": asked.ticket_id, "number": ticket_of(asked).number}
    with db.transaction() as session:
        session.get_one(Ticket, asked.ticket_id).team_id = desk.cast.support_id
    petro_own = begins(asked, by=desk.cast.anna, key="k2")
    with db.transaction() as session:
        session.get_one(Ticket, asked.ticket_id).team_id = None  # charlie works with this one alone
        session.get_one(Ticket, petro_own.ticket_id).team_id = desk.cast.support_id
    assert shown(desk.cast.charlie) == {"id": None, "number": None}


@pytest.mark.parametrize("kind", ["telegram", "webchat"])
def test_first_words_can_be_taken_back_as_long_as_a_mail(desk: Desk, kind: str) -> None:
    asked = petro_writes(open_bot()) if kind == "telegram" else visitor_writes(desk)

    first = begins(asked, by=desk.cast.anna, hold_s=10)
    with db.transaction() as session:
        early = delivery.claim(session, ticket_of(first).channel_id, owner="gateway")
        draft = reply.withdraw(session, first.id, by=desk.cast.anna)

    assert early == []
    assert draft is not None
    assert draft.text == "It has *come*."
    assert begins(asked, by=desk.cast.anna, key="k2", hold_s=0).release_at is None


def test_first_words_that_wait_can_be_taken_back_and_nobody_heard_of_them(desk: Desk) -> None:
    asked = visitor_writes(desk)
    first = begins(asked, by=desk.cast.anna, send_at=clock.now() + timedelta(hours=1))

    with db.transaction() as session:
        draft = reply.withdraw(session, first.id, by=desk.cast.anna)

    assert draft is not None
    assert draft.text == "It has *come*."
    assert gateway_delivers(desk) == []
    with db.reading() as session:
        assert len(visitors.tickets(session, visitor(desk))) == 1
        assert session.scalar(select(func.count()).where(Message.kind == MessageKind.OUT, Message.id > first.id)) == 0


def test_first_words_that_go_after_a_question_and_its_answer_have_nobody_wait_again(desk: Desk) -> None:
    first = begins(visitor_writes(desk), by=desk.cast.anna, hold_s=10)
    with clock.fixed(clock.now() + timedelta(seconds=3)):
        asked = visitor_writes(desk, "Who are you?")
        answered = answers(asked.ticket_id, by=desk.cast.anna)
    assert asked.ticket_id == first.ticket_id

    with clock.fixed(clock.now() + timedelta(seconds=11)), db.transaction() as session:
        assert release.release_due(session) == [first.id]

    ticket = ticket_of(first)
    assert (ticket.waiting_since, ticket.last_message_id) == (None, answered.id)


def test_first_words_that_go_after_a_question_leave_it_waiting_and_on_top(desk: Desk) -> None:
    begins(visitor_writes(desk), by=desk.cast.anna, hold_s=10)
    asked = visitor_writes(desk, "Who are you?")

    with clock.fixed(clock.now() + timedelta(seconds=11)), db.transaction() as session:
        release.release_due(session)

    ticket = ticket_of(asked)
    assert (ticket.waiting_since, ticket.preview) == (asked.created_at, "Who are you?")
