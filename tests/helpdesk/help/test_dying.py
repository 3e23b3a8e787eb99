"""A process dies in the middle of telling that an approval is overdue, or of writing aside: it happens once all the same."""

from datetime import timedelta
from pathlib import Path

from sqlalchemy import update

from helpdesk import clock, db
from helpdesk.actions import approvals, approvals_due, sides, trash
from helpdesk.actions.promises import Due
from helpdesk.models import Approval, Event, Notification, SideMessage, Ticket
from tests.cast import Desk
from tests.helpdesk.writing.test_dying import dies
from tests.stories import visitor_writes

TELLS = "import sys; from helpdesk import db; from helpdesk.actions import approvals_due; db.connect(sys.argv[1]); approvals_due.tick()"

EMPTIES = "import sys; from helpdesk import db, storage; from helpdesk.actions import trash; db.connect(sys.argv[1]); storage.connect(sys.argv[2]); trash.empty_due()"
WRITES = """
import sys
from helpdesk import db
from helpdesk.actions import sides
from helpdesk.models import Agent
from helpdesk.queries.rights import actor_of
db.connect(sys.argv[1])
with db.transaction() as session:
    by = actor_of(session, session.get_one(Agent, int(sys.argv[3])))
    sides.write(session, int(sys.argv[2]), text="Still there?", client_key="once", by=by)
"""


def test_an_approval_is_told_overdue_once_though_the_clock_dies_telling(desk: Desk, tmp_path: Path) -> None:
    asked = visitor_writes(desk)
    with db.transaction() as session:
        due = Due(clock.now() + timedelta(hours=1))
        boris_id = desk.cast.boris.agent_id or 0
        approvals.ask(session, asked.ticket_id, boris_id, question="Pay?", due=due, by=desk.cast.anna)
        session.execute(update(Approval).values(due_at=clock.now() - timedelta(seconds=1)))

    dies(desk, tmp_path, TELLS, point="approval.before_commit")
    for _ in range(2):
        approvals_due.tick()

    with db.reading() as session:
        assert session.query(Notification).filter_by(kind="approval.overdue").count() == 2


def test_a_message_aside_is_written_once_though_the_edge_dies_writing_it(desk: Desk, tmp_path: Path) -> None:
    anna, asked = desk.cast.anna, visitor_writes(desk)
    with db.transaction() as session:
        partner = sides.Partner(agent_id=desk.cast.boris.agent_id)
        begun = sides.begin(
            session, asked.ticket_id, partner, subject="4711", text="Where?", client_key="first", by=anna
        )
        side_id = begun.id

    dies(desk, tmp_path, WRITES, side_id, anna.agent_id, point="side.before_commit")
    for _ in range(2):
        with db.transaction() as session:
            sides.write(session, side_id, text="Still there?", client_key="once", by=anna)

    with db.reading() as session:
        assert (session.query(SideMessage).count(), session.query(Event).filter_by(kind="side.written").count()) == (
            2,
            1,
        )


def test_the_trash_is_emptied_once_though_the_clock_dies_emptying_it(desk: Desk, tmp_path: Path) -> None:
    asked = visitor_writes(desk)
    with db.transaction() as session:
        trash.throw_away(session, asked.ticket_id, by=desk.cast.anna)
        session.execute(update(Ticket).values(trashed_at=clock.now() - timedelta(days=40)))

    dies(desk, tmp_path, EMPTIES, tmp_path / "files", point="trash.before_commit")
    for _ in range(2):
        trash.empty_due()

    with db.reading() as session:
        assert session.query(Event).filter_by(kind="ticket.emptied").count() == 1
