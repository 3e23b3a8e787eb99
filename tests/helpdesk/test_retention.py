"""What a channel keeps no longer goes for good, and nothing of it comes back."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, update

from helpdesk import clock, db, storage
from helpdesk.actions import lifecycle, reply, retention
from helpdesk.actions.attachments import StoredFile, add_agent_file
from helpdesk.actions.merge import merge
from helpdesk.actions.reply import Writing
from helpdesk.errors import Invalid
from helpdesk.incoming import IncomingFile
from helpdesk.models import (
    Attachment,
    AttachmentState,
    Audit,
    Category,
    Customer,
    DeliveryState,
    Identity,
    IdentityKind,
    Inbound,
    InboundState,
    Message,
    ReportFact,
    Status,
    Ticket,
    Visitor,
)
from helpdesk.queries.lists.sources import source_of
from helpdesk.queries.retention import counts
from helpdesk.retention import How, Rule
from tests.cast import Desk
from tests.helpdesk.reports.histories import level
from tests.helpdesk.writing.test_dying import dies
from tests.mails import arrives, mail, open_mailbox
from tests.plans import plans_of
from tests.stories import answers, visitor, visitor_writes

KEEPS = "import sys; from helpdesk import db, storage; from helpdesk.actions import retention; db.connect(sys.argv[1]); storage.connect(sys.argv[2]); retention.keep()"


def keeps(desk: Desk, channel_id: int, **days: Any) -> None:  # the fields of a rule
    with db.transaction() as session:
        retention.set_rule(session, channel_id, Rule(**days), by=desk.cast.dora)


def closed(desk: Desk, ticket_id: int) -> int:
    with db.transaction() as session:
        status = select(Status.id).where(Status.category == Category.CLOSED).limit(1)
        lifecycle.set_status(session, ticket_id, status_id=session.scalars(status).one(), by=desk.cast.dora)
        return session.get_one(Ticket, ticket_id).channel_id


def in_days(days: int) -> Any:  # a context
    return clock.fixed(clock.now() + timedelta(days=days))


def words(ticket_id: int) -> set[str]:
    with db.reading() as session:
        return set(session.scalars(select(Message.text).where(Message.ticket_id == ticket_id)))


def test_closed_tickets_are_emptied_once_and_go_on_counting(either_desk: Desk) -> None:
    desk = either_desk
    old, open_one = (visitor_writes(desk, browser=name).ticket_id for name in ("vera", "ivan"))
    answers(old, by=desk.cast.anna)
    channel_id = closed(desk, old)
    level()
    before = facts(old)

    keeps(desk, channel_id, tickets_days=30)
    with in_days(29):
        assert retention.keep() == 0
    with in_days(31):
        with db.reading() as session:
            assert counts(session, channel_id, Rule(tickets_days=30))["tickets"] == 1
        assert retention.keep(at_most_s=20) == 1
        assert retention.keep() == 0
        level()

    assert (words(old), words(open_one)) == ({""}, {"Hello"})
    assert facts(old) == before != []
    with db.reading() as session:
        done = session.scalars(select(Audit).where(Audit.verb == "channel.forgotten")).all()
    assert [(one.object, one.data) for one in done] == [(f"channel:{channel_id}", {"tickets": 1})]


def test_what_is_due_goes_once_though_the_clock_dies_letting_it_go(desk: Desk, tmp_path: Path) -> None:
    ticket_id = visitor_writes(desk).ticket_id
    keeps(desk, closed(desk, ticket_id), tickets_days=30)
    with db.transaction() as session:
        session.execute(update(Ticket).values(closed_at=clock.now() - timedelta(days=31)))

    dies(desk, tmp_path, KEEPS, tmp_path / "files", point="retention.before_commit")
    assert words(ticket_id) == {"Hello"}
    assert [retention.keep(at_most_s=20) for _ in range(2)] == [1, 0]

    assert words(ticket_id) == {""}
    with db.reading() as session:
        assert session.query(Audit).filter_by(verb="channel.forgotten").count() == 1


def test_deleted_tickets_leave_lists_and_reports(desk: Desk) -> None:
    ticket_id = visitor_writes(desk).ticket_id
    keeps(desk, closed(desk, ticket_id), tickets_days=1, tickets_how=How.DELETE)

    with in_days(2):
        assert retention.keep(at_most_s=20) == 1
        level()

    assert facts(ticket_id) == []
    with db.reading() as session:
        for view in ("all", "spam", "trash"):
            assert not session.scalars(
                select(Ticket.id).where(source_of(session, desk.cast.dora, view).condition)
            ).all()


def test_files_and_raw_mails_go_and_the_mail_is_known_all_the_same(desk: Desk) -> None:
    mailbox_id = open_mailbox()
    arrives(mail(mailbox_id, "Look", files=[cat()]))
    with db.transaction() as session:
        known = Inbound(channel_id=mailbox_id, key="INBOX:1:7", raw=b"From: vera", received_at=clock.now())
        known.state, known.summary = InboundState.DONE, {"from": "vera"}
        unread = Inbound(channel_id=mailbox_id, key="INBOX:1:8", raw=b"?", received_at=clock.now())
        unread.state = InboundState.QUARANTINED
        session.add_all([known, unread])
        blob = session.scalars(select(Attachment.blob).where(Attachment.filename == "cat.txt")).one()
    assert storage.path(blob or "").exists()
    keeps(desk, mailbox_id, files_days=30, raws_days=10)

    with in_days(31):
        assert retention.keep(at_most_s=20) == 2
        assert retention.keep() == 0

    with db.reading() as session:
        raws = session.scalars(select(Inbound).where(Inbound.key.startswith("INBOX:1:")).order_by(Inbound.id)).all()
        file = session.scalars(select(Attachment).where(Attachment.filename == "cat.txt")).one()
    assert [(one.key, one.raw, one.summary) for one in raws] == [("INBOX:1:7", None, None), ("INBOX:1:8", b"?", None)]
    assert (file.blob, file.state) == (None, AttachmentState.GONE)
    assert not storage.path(blob or "").exists()


def test_a_file_another_message_names_stays(desk: Desk) -> None:
    mailbox_id, other_id = open_mailbox(), open_mailbox("billing@x.test")
    for id in (mailbox_id, other_id):
        arrives(mail(id, "Look", files=[cat()]))
    keeps(desk, mailbox_id, files_days=1)

    with in_days(2):
        assert retention.keep(at_most_s=20) == 1

    with db.reading() as session:
        left = session.scalars(select(Attachment.blob).where(Attachment.blob.is_not(None))).one()
    assert storage.path(left or "").exists()


def test_files_of_a_channel_are_found_by_index_however_many_others_have(desk: Desk) -> None:
    mailbox_id = open_mailbox()
    arrives(mail(mailbox_id, "Look", files=[cat()]))

    [plan] = plans_of(lambda session: counts(session, mailbox_id, Rule(files_days=30)))

    assert plan.count("ix_attachment_channel_id") == 2  # also for those of no known channel
    assert "SCAN attachment" not in plan


def test_a_file_that_older_code_took_in_goes_too(either_desk: Desk) -> None:
    mailbox_id = open_mailbox()
    arrives(mail(mailbox_id, "Look", files=[cat()]))
    with db.transaction() as session:
        session.execute(update(Attachment).values(channel_id=None))
    keeps(either_desk, mailbox_id, files_days=1)

    with in_days(2):
        assert retention.keep(at_most_s=20) == 1


def test_a_file_is_of_the_channel_of_its_message(desk: Desk) -> None:
    asked, anna = visitor_writes(desk), desk.cast.anna
    with db.transaction() as session:
        stored = StoredFile("cat.txt", "text/plain", 4, storage.put_bytes(b"meow"))
        file_id = add_agent_file(session, stored, agent_id=anna.agent_id or 0).public_id
    assert channels_of_files() == [None]

    with db.transaction() as session:
        later = Writing("Here", "later", attachment_ids=[file_id], send_at=clock.now() + timedelta(days=3))
        reply_id = reply.send_reply(session, asked.ticket_id, later, by=anna).id
    assert channels_of_files() == [desk.channel_id]

    with db.transaction() as session:
        reply.withdraw(session, reply_id, by=anna)
    assert channels_of_files() == [None]


def channels_of_files() -> list[int | None]:
    with db.reading() as session:
        return list(session.scalars(select(Attachment.channel_id)))


def test_a_file_of_a_reply_that_is_yet_to_go_out_stays(desk: Desk) -> None:
    asked, anna = visitor_writes(desk), desk.cast.anna
    channel_id = closed(desk, visitor_writes(desk, browser="ivan").ticket_id)
    keeps(desk, channel_id, files_days=1)
    with db.transaction() as session:
        stored = StoredFile("cat.txt", "text/plain", 4, storage.put_bytes(b"meow"))
        file_id = add_agent_file(session, stored, agent_id=anna.agent_id or 0).public_id
        later = Writing("Here", "later", attachment_ids=[file_id], send_at=clock.now() + timedelta(days=3))
        reply_id = reply.send_reply(session, asked.ticket_id, later, by=anna).id

    with in_days(2):
        assert retention.keep(at_most_s=20) == 0
    with db.transaction() as session:
        session.get_one(Message, reply_id).delivery_state = DeliveryState.SENT
    with in_days(4):
        assert retention.keep(at_most_s=20) == 1


def test_a_ticket_that_goes_on_in_a_living_one_stays(desk: Desk) -> None:
    mailbox_id, dora = open_mailbox(), desk.cast.dora
    joined, into = (arrives(mail(mailbox_id, text)).ticket_id for text in ("One", "Two"))
    with db.transaction() as session:
        merge(session, joined, into_id=into, by=dora)
    keeps(desk, mailbox_id, tickets_days=1, tickets_how=How.DELETE)

    with in_days(2):
        assert retention.keep(at_most_s=20) == 0
        closed(desk, into)
    with in_days(4):
        assert retention.keep(at_most_s=20) == 2


def test_visitors_who_never_wrote_are_forgotten(desk: Desk) -> None:
    channel_id = closed(desk, visitor_writes(desk, browser="vera").ticket_id)
    silent = looks_in(channel_id)
    visitor(desk, "vera")
    keeps(desk, channel_id, visitors_days=7)

    with in_days(8):
        assert retention.keep(at_most_s=20) == 1

    with db.reading() as session:
        assert silent.id not in set(session.scalars(select(Visitor.id)))
        erased = session.scalars(select(Identity.customer_id).where(Identity.id == silent.identity_id)).one()
        assert session.get_one(Customer, erased).erased_at is not None
        assert session.scalar(select(func.count()).select_from(Customer).where(Customer.erased_at.is_not(None))) == 1


def test_a_rule_is_checked_audited_and_the_same_again_is_nothing(desk: Desk) -> None:
    channel_id = open_mailbox()
    with pytest.raises(Invalid):
        Rule(files_days=0)
    for _ in range(2):
        keeps(desk, channel_id, files_days=9)

    with db.reading() as session:
        done = session.scalars(select(Audit).where(Audit.verb == "channel.retention_changed")).all()
    assert [one.data["files_days"] for one in done] == [9]


def cat() -> IncomingFile:
    return IncomingFile("cat.txt", "text/plain", 4, storage.put_bytes(b"meow"))


def looks_in(channel_id: int) -> Visitor:
    """Have a browser come that its site names, and that writes nothing."""
    now = clock.now()
    with db.transaction() as session:
        customer = Customer(name="Ivan", created_at=now)
        session.add(customer)
        session.flush()
        who = Identity(customer_id=customer.id, kind=IdentityKind.VISITOR, address="ivan", created_at=now)
        session.add(who)
        session.flush()
        seen = Visitor(channel_id=channel_id, identity_id=who.id, token_hash="i", created_at=now, last_seen_at=now)
        session.add(seen)
        return seen


def facts(ticket_id: int) -> list[Any]:  # rows without their ids
    columns = [column for column in ReportFact.__table__.columns if column.key != "id"]
    with db.reading() as session:
        found = session.execute(select(*columns).where(ReportFact.ticket_id == ticket_id))
        return sorted((tuple(row) for row in found), key=str)
