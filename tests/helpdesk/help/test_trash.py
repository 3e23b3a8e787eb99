"""The trash: out of every list, taken back as it was, and emptied by the clock with all its words and files."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from helpdesk import clock, db, storage
from helpdesk.actions import erasures, sides, spam, trash
from helpdesk.errors import Conflict, NotFound
from helpdesk.incoming import IncomingFile
from helpdesk.models import Audit, Category, Message, SideMessage, SystemMail, Ticket
from helpdesk.permissions import Actor
from helpdesk.queries.lists.sources import source_of
from helpdesk.queries.search import search
from tests.cast import Desk
from tests.mails import arrives, mail, open_mailbox
from tests.stories import takes, visitor_writes

LATER = timedelta(days=31)


def listed(view: str, actor: Actor) -> list[int]:
    with db.reading() as session:
        return list(session.scalars(select(Ticket.id).where(source_of(session, actor, view).condition)))


def thrown_away(ticket_id: int, *, by: Actor) -> None:
    with db.transaction() as session:
        trash.throw_away(session, ticket_id, by=by)
        trash.throw_away(session, ticket_id, by=by)


def restored(ticket_id: int, *, by: Actor) -> Ticket:
    with db.transaction() as session:
        trash.restore(session, ticket_id, by=by)
        return trash.restore(session, ticket_id, by=by)


def test_it_leaves_every_list_but_the_trash_and_comes_back_as_it_was(desk: Desk) -> None:
    anna, ticket_id = desk.cast.anna, visitor_writes(desk, "zebra stripes").ticket_id
    takes(ticket_id, by=anna)

    thrown_away(ticket_id, by=anna)
    assert [listed(view, anna) for view in ("all", "mine", "resolved", "spam", "trash")] == [
        [],
        [],
        [],
        [],
        [ticket_id],
    ]
    with db.reading() as session:
        assert search(session, anna, "zebra")["messages"] == []

    back = restored(ticket_id, by=anna)
    assert (back.category, back.assignee_id) == (Category.OPEN, anna.agent_id)
    assert back.waiting_since is not None
    assert (listed("mine", anna), listed("trash", anna)) == ([ticket_id], [])
    with db.reading() as session:
        verbs = session.scalars(select(Audit.verb).where(Audit.object == f"ticket:{ticket_id}")).all()
    assert list(verbs) == ["ticket.trashed", "ticket.restored"]


def test_spam_that_is_restored_is_spam_again_and_spam_is_taken_back(desk: Desk) -> None:
    ticket_id = visitor_writes(desk).ticket_id
    with db.transaction() as session:
        spam.mark_spam(session, ticket_id, by=desk.cast.anna)
    thrown_away(ticket_id, by=desk.cast.anna)
    with pytest.raises(Conflict), db.transaction() as session:
        spam.not_spam(session, ticket_id, by=desk.cast.anna)

    assert restored(ticket_id, by=desk.cast.anna).spam_at is not None
    assert listed("spam", desk.cast.anna) == [ticket_id]


def test_the_clock_empties_it_after_its_days_and_not_before(desk: Desk) -> None:
    mailbox_id = open_mailbox()
    blob = storage.put_bytes(b"secret")
    file = IncomingFile("secret.txt", "text/plain", 6, blob)
    ticket_id = arrives(mail(mailbox_id, "secret words", subject="secret", files=[file])).ticket_id
    with db.transaction() as session:
        partner = sides.Partner(address="oleh@carrier.example")
        sides.begin(session, ticket_id, partner, subject="secret", text="secret", client_key="1", by=desk.cast.anna)
    thrown_away(ticket_id, by=desk.cast.anna)
    assert trash.empty_due() == 0

    with clock.fixed(clock.now() + LATER):
        assert [trash.empty_due() for _ in range(2)] == [1, 0]

    assert listed("trash", desk.cast.dora) == []
    assert not storage.path(blob).exists()
    with db.reading() as session:
        assert set(session.scalars(select(Message.text).where(Message.ticket_id == ticket_id))) == {""}
        assert (session.query(SideMessage).count(), session.query(SystemMail).count()) == (0, 0)
        assert session.scalars(select(Audit.verb).order_by(Audit.id.desc())).first() == "ticket.emptied"
    with pytest.raises(Conflict):
        restored(ticket_id, by=desk.cast.anna)


def test_what_was_restored_in_time_stays(desk: Desk) -> None:
    ticket_id = visitor_writes(desk, "stay").ticket_id
    thrown_away(ticket_id, by=desk.cast.anna)
    restored(ticket_id, by=desk.cast.anna)

    with clock.fixed(clock.now() + LATER):
        assert trash.empty_due() == 0


def test_an_erasure_takes_side_threads_along(desk: Desk) -> None:
    ticket_id = visitor_writes(desk).ticket_id
    with db.transaction() as session:
        partner = sides.Partner(agent_id=desk.cast.boris.agent_id)
        sides.begin(session, ticket_id, partner, subject="secret", text="secret", client_key="1", by=desk.cast.anna)
    with db.transaction() as session:
        erasures.empty(session, session.get_one(Ticket, ticket_id))

    with db.reading() as session:
        assert session.query(SideMessage).count() == 0


def test_charlie_throws_nothing_of_another_team_away(desk: Desk) -> None:
    ticket_id = visitor_writes(desk).ticket_id
    with db.transaction() as session:
        session.get_one(Ticket, ticket_id).team_id = desk.cast.support_id

    with pytest.raises(NotFound):
        thrown_away(ticket_id, by=desk.cast.charlie)
