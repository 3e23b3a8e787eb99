"""What the clock does for routing when nobody else does."""

from sqlalchemy import select

from helpdesk import db, queue
from helpdesk.actions import first_mail
from helpdesk.actions.recipients import Recipients
from helpdesk.actions.reply import Writing
from helpdesk.models import Ticket
from routing import schedule
from tests.cast import Desk
from tests.mails import VERA, open_mailbox
from tests.stories import visitor_writes


def test_a_tick_routes_by_itself_where_there_is_no_redis(desk: Desk) -> None:
    ticket_id = visitor_writes(desk).ticket_id

    schedule.tick()

    with db.reading() as session:
        assert session.scalar(select(Ticket.classified_at).where(Ticket.id == ticket_id)) is not None


def test_a_tick_leaves_the_work_to_a_worker_where_there_is_redis(desk: Desk, redis_url: str) -> None:
    queue.connect(redis_url)
    ticket_id = visitor_writes(desk).ticket_id

    woken = schedule.tick()

    with db.reading() as session:
        assert session.scalar(select(Ticket.classified_at).where(Ticket.id == ticket_id)) is None
    assert woken
    queue.disconnect()


def test_a_tick_with_nothing_to_do_does_nothing(desk: Desk) -> None:
    assert not schedule.tick()


def test_a_ticket_an_agent_began_wakes_nobody_before_its_customer_writes(desk: Desk) -> None:
    box, writing = open_mailbox(), Writing("We owe you", "k1", recipients=Recipients(to=[("Vera", VERA)], subject="R"))
    with db.transaction() as session:
        first_mail.write_first(session, box, writing, by=desk.cast.anna)

    assert not schedule.tick()
