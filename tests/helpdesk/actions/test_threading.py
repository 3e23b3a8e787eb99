"""Which ticket a mail belongs to, and what a report about a mail of ours changes."""

from datetime import timedelta

import pytest

from helpdesk import clock, db, mail_tokens
from helpdesk.actions import lifecycle
from helpdesk.actions.statuses import default_status
from helpdesk.mail_ids import hop_keys_in
from helpdesk.models import Category, MessageExternalId, SenderProof, Ticket
from helpdesk.permissions import SYSTEM
from tests.cast import Desk
from tests.mails import (
    ADDRESS,
    answered,
    arrives,
    links_of,
    mail,
    mail_of,
    open_mailbox,
)
from tests.stories import answers, takes, ticket_of

VERIFIED, CLAIMED = SenderProof.VERIFIED, SenderProof.CLAIMED


def resolved(ticket_id: int, *, category: Category = Category.RESOLVED) -> None:
    with db.transaction() as session:
        status = default_status(session, category)
        lifecycle.set_status(session, ticket_id, status_id=status.id, by=SYSTEM)


def test_an_answer_to_our_answer_joins_by_its_id(either_desk: Desk) -> None:
    box = open_mailbox()
    asked = arrives(mail(box))
    answer = answers(asked.ticket_id, by=either_desk.cast.anna)

    back = arrives(mail(box, "Thanks", answers=mail_of(answer).mail_id))

    assert (back.ticket_id, back.thread_id) == (asked.ticket_id, asked.thread_id)


def test_a_rewritten_id_still_joins_by_the_plus_address(desk: Desk) -> None:
    box = open_mailbox()
    asked = arrives(mail(box))
    address = mail_tokens.reply_address(ADDRESS, asked.ticket_id)

    back = arrives(mail(box, answers="<rewritten@ses.example>", tokens=mail_tokens.tokens_in([address])))

    assert back.ticket_id == asked.ticket_id


def test_a_token_leads_to_the_ticket_through_another_mailbox(desk: Desk) -> None:
    asked = arrives(mail(open_mailbox()))
    other = open_mailbox("sales@x.test")

    back = arrives(mail(other, tokens=(mail_tokens.token_of(asked.ticket_id),)))

    assert back.ticket_id == asked.ticket_id
    assert back.thread_id != asked.thread_id


def test_an_id_known_on_another_mailbox_means_nothing_here(desk: Desk) -> None:
    asked = arrives(mail(open_mailbox(), mail_id="<a@y>"))

    back = arrives(mail(open_mailbox("sales@x.test"), answers="<a@y>"))

    assert back.ticket_id != asked.ticket_id


def test_the_number_in_the_subject_joins_who_takes_part(desk: Desk) -> None:
    box = open_mailbox()
    asked = arrives(mail(box))

    back = arrives(mail(box, subject=f"Again [#{ticket_of(asked).number}]"))

    assert back.ticket_id == asked.ticket_id


def test_a_second_mail_that_names_nothing_is_a_second_matter(desk: Desk) -> None:
    box = open_mailbox()

    assert arrives(mail(box)).ticket_id != arrives(mail(box)).ticket_id


def test_a_colleague_in_cc_may_go_on(desk: Desk) -> None:
    box = open_mailbox()
    asked = arrives(mail(box, mail_id="<a@y>", cc=(("Oleh", "oleh@shop.example"),)))

    back = arrives(mail(box, sender="Oleh@Shop.example", answers="<a@y>"))

    assert back.ticket_id == asked.ticket_id


def test_a_stranger_who_quotes_opens_a_ticket_that_is_linked(either_desk: Desk) -> None:
    box = open_mailbox()
    asked = arrives(mail(box))
    answer = answers(asked.ticket_id, by=either_desk.cast.anna)

    quoting = arrives(mail(box, sender="mallory@z.test", answers=mail_of(answer).mail_id))

    assert links_of(ticket_of(quoting)) == [("quotes", asked.ticket_id)]
    assert ticket_of(asked).message_count == 2


def test_a_worse_proof_than_before_does_not_join(desk: Desk) -> None:
    box = open_mailbox()
    asked = arrives(mail(box, mail_id="<a@y>", proof=VERIFIED))

    forged = arrives(mail(box, answers="<a@y>", proof=CLAIMED))

    assert links_of(ticket_of(forged)) == [("quotes", asked.ticket_id)]


def test_a_worse_proof_joins_with_a_token_that_only_those_have_whom_we_wrote_to(desk: Desk) -> None:
    box = open_mailbox()
    asked = arrives(mail(box, proof=VERIFIED))
    answer = answers(asked.ticket_id, by=desk.cast.anna)

    back = arrives(mail(box, answers=mail_of(answer).mail_id, proof=CLAIMED))

    assert back.ticket_id == asked.ticket_id
    assert mail_of(back).sender is CLAIMED


def test_a_resolved_ticket_reopens_and_goes_back_to_the_queue(either_desk: Desk) -> None:
    box = open_mailbox()
    asked = arrives(mail(box, mail_id="<a@y>"))
    takes(asked.ticket_id, by=either_desk.cast.anna)
    resolved(asked.ticket_id)

    back = arrives(mail(box, answers="<a@y>"))

    ticket = ticket_of(back)
    assert (back.ticket_id, ticket.category, ticket.assignee_id) == (asked.ticket_id, Category.OPEN, None)
    assert ticket.waiting_since == back.created_at


@pytest.mark.parametrize("days", [8, 400])
def test_a_ticket_resolved_long_ago_is_followed(desk: Desk, days: int) -> None:
    box = open_mailbox()
    asked = arrives(mail(box, mail_id="<a@y>"))
    resolved(asked.ticket_id)

    with clock.fixed(clock.now() + timedelta(days=days)):
        back = arrives(mail(box, answers="<a@y>"))

    assert links_of(ticket_of(back)) == [("follows", asked.ticket_id)]


def test_a_closed_ticket_is_followed(desk: Desk) -> None:
    box = open_mailbox()
    asked = arrives(mail(box, mail_id="<a@y>"))
    resolved(asked.ticket_id, category=Category.CLOSED)

    back = arrives(mail(box, answers="<a@y>"))

    assert links_of(ticket_of(back)) == [("follows", asked.ticket_id)]


def test_a_merged_ticket_leads_to_where_it_was_merged_into(either_desk: Desk) -> None:
    box = open_mailbox()
    first, second, third = (arrives(mail(box, mail_id=f"<{name}@y>")) for name in "abc")
    with db.transaction() as session:
        session.get_one(Ticket, first.ticket_id).merged_into_id = second.ticket_id
        session.get_one(Ticket, second.ticket_id).merged_into_id = third.ticket_id

    assert arrives(mail(box, answers="<a@y>")).ticket_id == third.ticket_id


def test_tickets_merged_in_a_circle_end_no_mail(desk: Desk) -> None:
    box = open_mailbox()
    first, second = (arrives(mail(box, mail_id=f"<{name}@y>")) for name in "ab")
    with db.transaction() as session:
        session.get_one(Ticket, first.ticket_id).merged_into_id = second.ticket_id
        session.get_one(Ticket, second.ticket_id).merged_into_id = first.ticket_id

    assert arrives(mail(box, answers="<a@y>")).ticket_id in (first.ticket_id, second.ticket_id)


@pytest.mark.parametrize("kind", ["auto_reply", "out_of_office", "list", "notification"])
def test_automatic_mail_joins_and_changes_nothing(either_desk: Desk, kind: str) -> None:
    box = open_mailbox()
    asked = arrives(mail(box, mail_id="<a@y>"))
    takes(asked.ticket_id, by=either_desk.cast.anna)
    answers(asked.ticket_id, by=either_desk.cast.anna)
    resolved(asked.ticket_id)
    before = ticket_of(asked)

    away = arrives(mail(box, "I am away", answers="<a@y>", auto_kind=kind))

    after = ticket_of(away)
    assert away.ticket_id == asked.ticket_id
    assert (after.category, after.assignee_id, after.waiting_since) == (before.category, before.assignee_id, None)


def test_a_mail_with_the_id_of_another_is_not_dropped(either_desk: Desk) -> None:
    box = open_mailbox()
    first = arrives(mail(box, "One", mail_id="<a@y>"))
    other = mail(box, "Another text", mail_id="<a@y>")

    second, again = arrives(other), arrives(other)

    assert second.id != first.id
    assert again.id == second.id


def test_an_id_that_the_next_hop_gave_our_mail_names_it_to_those_who_take_part(desk: Desk) -> None:
    box = open_mailbox()
    answer = answered(desk, box)
    name = "0102018f1a2b3c4d-0a1b2c3d-1111-2222-3333-444455556666-000000"
    with db.transaction() as session:
        (key,) = hop_keys_in(f"250 Ok {name}")
        session.add(MessageExternalId(channel_id=box, external_id=key, message_id=answer.id))

    back = arrives(mail(box, "Thanks", subject="Hm", answers=f"<{name}@eu-west-1.amazonses.com>"))
    stranger = arrives(mail(box, sender="eve@evil.example", answers=f"<{name}@eu-west-1.amazonses.com>"))
    elsewhere = arrives(mail(box, subject="Hm", answers=f"<{name}@amazonses.com.evil.example>"))

    assert back.ticket_id == answer.ticket_id
    assert answer.ticket_id not in (stranger.ticket_id, elsewhere.ticket_id)


def test_spam_joins_only_by_a_token(desk: Desk) -> None:
    box = open_mailbox()
    asked = arrives(mail(box, mail_id="<a@y>"))
    answer = answers(asked.ticket_id, by=desk.cast.anna)

    caught = arrives(mail(box, answers=mail_of(answer).mail_id, is_spam=True))
    spam = arrives(mail(box, answers="<a@y>", is_spam=True))

    assert caught.ticket_id == asked.ticket_id
    assert spam.ticket_id != asked.ticket_id
    assert ticket_of(spam).spam_at is not None
