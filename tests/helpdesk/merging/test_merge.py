"""One matter in two tickets becomes one ticket, and what comes later finds it."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from helpdesk import db, mail_tokens
from helpdesk.actions import drafts, lifecycle, reading
from helpdesk.actions.recipients import default_recipients
from helpdesk.errors import Conflict, Invalid, NotFound
from helpdesk.models import Category, DraftMode, Event, LinkKind, Message, ReadMark, SlaClock, Thread, Ticket
from tests.cast import Desk
from tests.helpdesk.merging.histories import answers, home_of, merged, taken_back
from tests.mails import arrives, links_of, mail, mail_of, open_mailbox
from tests.stories import takes, ticket_of, visitor_writes

VERA = "vera@shop.example"
OLEH = "oleh@z.test"


def two(box: int, *, other: str = VERA) -> tuple[Message, Message]:
    return (
        arrives(mail(box, "Where is it?", mail_id="<one@shop>")),
        arrives(mail(box, "Hello? Order 7!", sender=other, mail_id="<two@shop>")),
    )


def now(ticket_id: int) -> Ticket:
    with db.reading() as session:
        return session.get_one(Ticket, ticket_id)


def test_its_messages_stand_on_the_other_ticket(desk: Desk) -> None:
    first, second = two(open_mailbox())

    into = merged(second.ticket_id, first.ticket_id, by=desk.cast.anna)

    assert home_of(second).id == into.id == first.ticket_id
    assert (into.message_count, into.last_message_id) == (2, second.id)
    assert now(second.ticket_id).category is Category.CLOSED
    assert now(second.ticket_id).merged_into_id == into.id


def test_merging_again_changes_nothing(desk: Desk) -> None:
    first, second = two(open_mailbox())
    version = merged(second.ticket_id, first.ticket_id, by=desk.cast.anna).version

    assert merged(second.ticket_id, first.ticket_id, by=desk.cast.anna).version == version


def test_an_answer_to_the_merged_ticket_reaches_the_other(either_desk: Desk) -> None:
    box = open_mailbox()
    first, second = two(box)
    token = mail_tokens.token_of(second.ticket_id)
    merged(second.ticket_id, first.ticket_id, by=either_desk.cast.anna)

    by_id = arrives(mail(box, "And now?", answers="<two@shop>"))
    by_token = arrives(mail(box, "And here?", tokens=(token,)))

    assert {by_id.ticket_id, by_token.ticket_id} == {first.ticket_id}


def test_a_stranger_whose_ticket_was_joined_takes_part_from_then_on(either_desk: Desk) -> None:
    box = open_mailbox()
    first, quoting = two(box, other=OLEH)
    merged(quoting.ticket_id, first.ticket_id, by=either_desk.cast.anna)

    again = arrives(mail(box, "I said so", sender=OLEH, answers="<two@shop>"))

    assert again.ticket_id == first.ticket_id


def test_a_stranger_takes_part_no_more_when_the_merge_is_taken_back(either_desk: Desk) -> None:
    box = open_mailbox()
    first, quoting = two(box, other=OLEH)
    merged(quoting.ticket_id, first.ticket_id, by=either_desk.cast.anna)
    taken_back(quoting.ticket_id, by=either_desk.cast.anna)

    again = arrives(mail(box, "I said so", sender=OLEH, answers="<one@shop>"))

    assert again.ticket_id not in (first.ticket_id, quoting.ticket_id)
    assert links_of(ticket_of(again)) == [(LinkKind.QUOTES.value, first.ticket_id)]


def test_an_answer_goes_to_whoever_wrote_last(desk: Desk) -> None:
    first, second = two(open_mailbox(), other=OLEH)
    merged(second.ticket_id, first.ticket_id, by=desk.cast.anna)

    answer = answers(first.ticket_id, by=desk.cast.anna)

    assert mail_of(answer).to == [["Vera", OLEH]]
    with db.reading() as session:
        thread = session.get_one(Thread, first.thread_id)
        usual = default_recipients(session, session.get_one(Ticket, first.ticket_id), thread)
    assert usual.to == (("Vera", VERA),)


def test_the_customer_waits_since_their_first_question(desk: Desk) -> None:
    first, second = two(open_mailbox())

    into = merged(first.ticket_id, second.ticket_id, by=desk.cast.anna)

    assert into.waiting_since == first.created_at
    assert now(first.ticket_id).waiting_since is None


def test_a_resolved_ticket_opens_when_a_waiting_one_joins_it(desk: Desk) -> None:
    first, second = two(open_mailbox())
    with db.transaction() as session:
        lifecycle.resolve(session, first.ticket_id, by=desk.cast.anna)

    into = merged(second.ticket_id, first.ticket_id, by=desk.cast.anna)

    assert (into.category, into.resolved_at) == (Category.OPEN, None)
    taken_back(second.ticket_id, by=desk.cast.anna)
    assert now(into.id).category is Category.RESOLVED


def test_whoever_had_the_merged_ticket_has_it_no_more_and_gets_it_back(desk: Desk) -> None:
    first, second = two(open_mailbox())
    takes(second.ticket_id, by=desk.cast.boris)

    merged(second.ticket_id, first.ticket_id, by=desk.cast.anna)
    assert now(second.ticket_id).assignee_id is None

    taken_back(second.ticket_id, by=desk.cast.anna)
    assert now(second.ticket_id).assignee_id == desk.cast.boris.agent_id


def test_a_merged_tickets_clocks_press_nobody(desk: Desk) -> None:
    first, second = two(open_mailbox())

    merged(second.ticket_id, first.ticket_id, by=desk.cast.anna)

    with db.reading() as session:
        assert session.scalars(select(SlaClock).where(SlaClock.ticket_id == second.ticket_id)).all() == []
    assert now(second.ticket_id).next_due_at is None


def test_drafts_stand_below_each_other(desk: Desk) -> None:
    first, second = two(open_mailbox())
    for message, text in ((first, "To the first"), (second, "To the second")):
        with db.transaction() as session:
            drafts.save(
                session,
                message.ticket_id,
                DraftMode.REPLY,
                text=text,
                attachment_ids=(),
                revision=0,
                by=desk.cast.anna,
            )
    merged(second.ticket_id, first.ticket_id, by=desk.cast.anna)

    with db.transaction() as session:
        there = drafts.save(
            session,
            first.ticket_id,
            DraftMode.REPLY,
            text="To the first\n\nTo the second, more",
            attachment_ids=(),
            revision=2,
            by=desk.cast.anna,
        )
    assert there.revision == 3


def test_what_was_unread_on_either_is_unread_on_the_one(desk: Desk) -> None:
    first, second = two(open_mailbox())
    with db.transaction() as session:
        reading.mark_read(session, second.ticket_id, message_id=second.id, by=desk.cast.anna)

    merged(second.ticket_id, first.ticket_id, by=desk.cast.anna)

    with db.reading() as session:
        mark = session.get(ReadMark, (desk.cast.anna.agent_id, first.ticket_id))
    assert mark is not None
    assert mark.message_id < first.id


def test_both_timelines_tell_of_it_with_numbers_alone(desk: Desk) -> None:
    first, second = two(open_mailbox())
    merged(second.ticket_id, first.ticket_id, by=desk.cast.anna)

    with db.reading() as session:
        told = session.scalars(select(Event).where(Event.kind.in_(("ticket.merged", "ticket.joined")))).all()
    assert [(one.kind, one.ticket_id, one.data["other_id"]) for one in told] == [
        ("ticket.merged", second.ticket_id, first.ticket_id),
        ("ticket.joined", first.ticket_id, second.ticket_id),
    ]


def test_a_ticket_nobody_may_see_is_no_target_and_no_source(desk: Desk) -> None:
    first = arrives(mail(open_mailbox(), "Ours"))
    hidden = arrives(mail(open_mailbox("pay@x.test", team_id=desk.cast.billing_id), "Theirs"))

    with pytest.raises(NotFound):
        merged(first.ticket_id, hidden.ticket_id, by=desk.cast.anna)
    with pytest.raises(NotFound):
        merged(hidden.ticket_id, first.ticket_id, by=desk.cast.anna)


def test_a_ticket_cannot_be_merged_into_itself(desk: Desk) -> None:
    first = arrives(mail(open_mailbox(), "Ours"))

    with pytest.raises(Invalid):
        merged(first.ticket_id, first.ticket_id, by=desk.cast.anna)


def close(ticket_id: int, desk: Desk) -> None:
    with db.transaction() as session:
        closed = session.get_one(Ticket, ticket_id)
        closed.category = Category.CLOSED


def chat(ticket_id: int, desk: Desk) -> None:
    with db.transaction() as session:
        session.get_one(
            Thread, session.scalars(select(Thread.id).where(Thread.ticket_id == ticket_id)).one()
        ).channel_id = desk.channel_id


@pytest.mark.parametrize(("spoil", "which", "code"), [(close, 0, "closed"), (chat, 1, "chat")])
def test_what_cannot_be_merged_says_why(desk: Desk, spoil: Callable[[int, Desk], None], which: int, code: str) -> None:
    both = two(open_mailbox())
    spoil(both[which].ticket_id, desk)

    with pytest.raises(Conflict) as refused:
        merged(both[1].ticket_id, both[0].ticket_id, by=desk.cast.anna)
    assert refused.value.code == code


def test_a_mail_ticket_joins_a_chat(desk: Desk) -> None:
    asked = visitor_writes(desk, "Where is it?")
    second = arrives(mail(open_mailbox(), "I wrote in your chat, too"))

    into = merged(second.ticket_id, asked.ticket_id, by=desk.cast.anna)

    assert (into.message_count, into.last_seq) == (2, 1)
    assert visitor_writes(desk, "Hello?").ticket_id == asked.ticket_id


def test_a_merge_that_was_carried_on_is_not_taken_back_before_it(desk: Desk) -> None:
    box = open_mailbox()
    first, second = two(box)
    third = arrives(mail(box, "Third", mail_id="<three@shop>"))
    merged(first.ticket_id, second.ticket_id, by=desk.cast.anna)
    merged(second.ticket_id, third.ticket_id, by=desk.cast.anna)

    with pytest.raises(Conflict):
        taken_back(first.ticket_id, by=desk.cast.anna)
    assert arrives(mail(box, "More", answers="<one@shop>")).ticket_id == third.ticket_id
