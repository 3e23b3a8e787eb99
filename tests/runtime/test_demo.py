"""The demo: a staffed desk, and customers who write and answer by themselves."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import func, select

from helpdesk import db, queue
from helpdesk.actions import reply
from helpdesk.actions.reply import Writing
from helpdesk.models import Agent, Message, MessageKind, Role
from helpdesk.permissions import Actor, ActorKind
from tests.runtime.desk_up import DeskUp
from tests.runtime.processes import wait_for


def test_a_customer_writes_and_answers_the_agent(tmp_path: Path) -> None:
    with DeskUp(tmp_path, verb="demo") as desk:
        desk.start()
        desk.data_dir = tmp_path / "demo"
        with _connected_to(desk):
            wait_for(lambda: _lines_of_first_ticket() >= 2, timeout_s=25.0)

            _answer_first_ticket()

            wait_for(lambda: _lines_of_first_ticket() >= 3, timeout_s=25.0)
    assert "sign in as the administrator dora@demo.example" in desk.log


@contextmanager
def _connected_to(desk: DeskUp) -> Iterator[None]:
    db.connect(f"sqlite:///{desk.data_dir / 'helpdesk.sqlite3'}")
    queue.connect(desk.run_file["redis_url"])
    yield
    queue.disconnect()
    db.disconnect()


def _lines_of_first_ticket() -> int:
    with db.reading() as session:
        return (
            session.scalar(
                select(func.count()).select_from(Message).where(Message.ticket_id == 1, Message.kind == MessageKind.IN)
            )
            or 0
        )


def _answer_first_ticket() -> None:
    with db.transaction() as session:
        dora = session.scalars(select(Agent).where(Agent.role == Role.ADMIN)).one()
        by = Actor(ActorKind.AGENT, dora.id, Role.ADMIN)
        reply.send_reply(session, 1, Writing(text="Let me look into it.", client_key=str(uuid.uuid4())), by=by)
