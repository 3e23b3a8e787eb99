"""Spam: out of the way, in a view of its own, and back again."""

import pytest

from helpdesk import db
from helpdesk.actions import spam
from helpdesk.errors import NotFound
from helpdesk.models import Category, Ticket
from helpdesk.permissions import Actor
from helpdesk.queries import inbox
from tests.cast import Desk
from tests.mails import arrives, mail, open_mailbox
from tests.stories import takes, ticket_of


def marked(ticket_id: int, *, by: Actor) -> Ticket:
    with db.transaction() as session:
        return spam.mark_spam(session, ticket_id, by=by)


def cleared(ticket_id: int, *, by: Actor) -> Ticket:
    with db.transaction() as session:
        return spam.not_spam(session, ticket_id, by=by)


def shown(desk: Desk, view: str) -> list[int]:
    with db.reading() as session:
        return [id for id, _ in inbox.view(session, desk.cast.dora, view, "activity")["order"]]


def test_a_ticket_marked_as_spam_is_only_in_the_spam_view(desk: Desk) -> None:
    asked = arrives(mail(open_mailbox()))
    takes(asked.ticket_id, by=desk.cast.anna)

    ticket = marked(asked.ticket_id, by=desk.cast.anna)

    assert (ticket.category, ticket.assignee_id) == (Category.CLOSED, None)
    assert {view: shown(desk, view) for view in ("all", "mine", "resolved", "spam")} == {
        "all": [],
        "mine": [],
        "resolved": [],
        "spam": [asked.ticket_id],
    }


def test_what_is_no_spam_is_new_again_and_waits(desk: Desk) -> None:
    asked = arrives(mail(open_mailbox(), is_spam=True))

    ticket = cleared(asked.ticket_id, by=desk.cast.anna)

    assert (ticket.category, ticket.spam_at, ticket.classified_at) == (Category.NEW, None, None)
    assert ticket.waiting_since is not None
    assert shown(desk, "unassigned") == [asked.ticket_id]


def test_saying_it_twice_changes_nothing(desk: Desk) -> None:
    asked = arrives(mail(open_mailbox()))

    assert cleared(asked.ticket_id, by=desk.cast.anna).version == ticket_of(asked).version
    version = marked(asked.ticket_id, by=desk.cast.anna).version
    assert marked(asked.ticket_id, by=desk.cast.anna).version == version


def test_nobody_marks_what_they_may_not_see(desk: Desk) -> None:
    asked = arrives(mail(open_mailbox(team_id=desk.cast.support_id)))

    with pytest.raises(NotFound):
        marked(asked.ticket_id, by=desk.cast.charlie)
