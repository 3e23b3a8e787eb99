"""The state of the desk in a few numbers, on both databases."""

from datetime import timedelta

from helpdesk import backups, clock, db
from helpdesk.models import Inbound, InboundState
from helpdesk.queries.gauges import gauges
from tests.cast import Desk
from tests.mailboxes import answers_by_mail, mailbox, writes


def test_each_number_counts_what_waits(either_desk: Desk) -> None:
    channel = mailbox(1)
    ticket_id = writes(channel).ticket_id
    answers_by_mail(ticket_id, by=either_desk.cast.anna)
    writes(channel, subject="Another", address="b@shop.example")
    with db.transaction() as session:
        for state in (InboundState.PENDING, InboundState.QUARANTINED, InboundState.DONE):
            at = clock.now() - timedelta(minutes=5)
            session.add(Inbound(channel_id=channel.id, key=state.value, state=state, received_at=at))
        backups.note_backup(session, size=1, seconds=1)

    with clock.fixed(clock.now() + timedelta(seconds=60)), db.reading() as session:
        found = gauges(session)

    assert (found.tickets.get("new", 0), sum(found.tickets.values())) == (1, 2)
    assert found.unassigned >= 1
    assert found.oldest_unassigned_s >= 60
    assert found.replies == {"queued": 1}
    assert (found.inbound_pending, found.quarantined) == (1, 1)
    assert 360 <= found.oldest_inbound_s < 400
    assert found.events_unnumbered > 3
    assert found.backup_age_s is not None
    assert 60 <= found.backup_age_s < 90


def test_an_empty_desk_waits_for_nothing(either_desk: Desk) -> None:
    with db.reading() as session:
        found = gauges(session)

    assert (found.unassigned, found.inbound_pending, found.quarantined, found.replies) == (0, 0, 0, {})
    assert (found.oldest_unassigned_s, found.oldest_inbound_s, found.backup_age_s) == (0, 0, None)
