"""The clock dies in the middle of telling that an approval is overdue: it is told once all the same."""

from datetime import timedelta
from pathlib import Path

from sqlalchemy import update

from helpdesk import clock, db
from helpdesk.actions import approvals, approvals_due
from helpdesk.actions.promises import Due
from helpdesk.models import Approval, Notification
from tests.cast import Desk
from tests.helpdesk.writing.test_dying import dies
from tests.stories import visitor_writes

TELLS = "import sys; from helpdesk import db; from helpdesk.actions import approvals_due; db.connect(sys.argv[1]); approvals_due.tick()"


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
