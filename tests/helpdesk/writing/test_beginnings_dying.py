"""The edge dies beginning a ticket, or amid taking a change of many back: the same again does what was missing, and no more."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from litestar import Response
from sqlalchemy import func, select

from helpdesk import clock, db
from helpdesk.actions.many import SetPriority, change_many
from helpdesk.models import Agent, Event, Message, MessageKind, Priority, Ticket
from helpdesk.queries.rights import actor_of
from runtime.checks.tickets import tickets
from tests.cast import Desk
from tests.helpdesk.actions.test_first_words import open_bot, petro_writes
from tests.helpdesk.writing.test_dying import dies
from tests.mails import VERA, open_mailbox
from tests.stories import visitor_writes
from web.api.client_base.ways import Ways
from web.api.mail.writing import write_first
from web.api.schemas.client_base import NewTicket
from web.api.schemas.mail import NewMail
from web.api.schemas.recipients import RecipientsInput

BEGINS = """
import sys
from helpdesk import db, secrets
from tests.helpdesk.writing.test_beginnings_dying import begins
db.connect(sys.argv[1])
secrets.configure(secrets.new_key())
begins(sys.argv[2], int(sys.argv[3]))
"""
TAKES_BACK = """
import sys
from helpdesk import db
from helpdesk.actions.many import SetPriority, change_many
from helpdesk.models import Agent, Priority
from helpdesk.queries.rights import actor_of
db.connect(sys.argv[1])
with db.reading() as session:
    by = actor_of(session, session.get_one(Agent, int(sys.argv[2])))
change_many([int(id) for id in sys.argv[3:]], SetPriority(Priority.NORMAL), by=by, was=SetPriority(Priority.URGENT))
"""


def begins(where: str, agent_id: int) -> int:
    """Begin a ticket as a request does: a mail to vera, or a word in the chat told as JSON; returns the status."""
    asked = json.loads(where)
    with db.reading() as session:
        by = actor_of(session, session.get_one(Agent, agent_id))
    if "customer_id" not in asked:
        to = RecipientsInput(to=(("Vera", VERA),), subject="Your lamp")
        return _status(write_first.fn(NewMail("once", asked["channel_id"], "It has come.", to), by))
    data = NewTicket("once", asked["channel_id"], asked["identity_id"], "It has come.")
    return _status(Ways.begin.fn(None, asked["customer_id"], data, by))


def _status(answer: object) -> int:
    assert isinstance(answer, Response)
    return answer.status_code or 0


def place(desk: Desk, channel: str) -> str:
    """Return where a ticket begins, as `begins` reads it."""
    if channel == "email":
        return json.dumps({"channel_id": open_mailbox()})
    asked = petro_writes(open_bot()) if channel == "telegram" else visitor_writes(desk)
    with db.reading() as session:
        channel_id = session.get_one(Ticket, asked.ticket_id).channel_id
    ids = {"customer_id": asked.customer_id, "channel_id": channel_id, "identity_id": asked.author_identity_id}
    return json.dumps(ids)


@pytest.mark.parametrize(
    ("channel", "point"),
    [
        ("email", "begin.before_commit"),
        ("email", "begin.after_commit"),
        ("telegram", "begin.before_commit"),
        ("webchat", "begin.after_commit"),
    ],
)
def test_a_ticket_begins_once_though_the_edge_dies_beginning_it(
    desk: Desk, tmp_path: Path, channel: str, point: str
) -> None:
    where, anna = place(desk, channel), desk.cast.anna.agent_id or 0
    is_kept = point == "begin.after_commit"

    dies(desk, tmp_path, BEGINS, where, anna, point=point)

    assert [begins(where, anna) for _ in range(2)] == [200 if is_kept else 201, 200]
    with db.reading() as session:
        written = session.scalars(select(Message).where(Message.kind == MessageKind.OUT)).all()
        told = select(func.count()).where(Event.kind == "message.queued")
        assert (len(written), session.scalar(told)) == (1, 1)
        assert session.get_one(Ticket, written[0].ticket_id).assignee_id == anna


def test_a_ticket_we_began_is_as_it_should_be_though_nobody_has_classified_it(desk: Desk) -> None:
    begins(place(desk, "email"), desk.cast.anna.agent_id or 0)

    with clock.fixed(clock.now() + timedelta(hours=1)), db.reading() as session:
        assert session.scalars(select(Ticket.classified_at)).all() == [None]
        assert list(tickets(session)) == []


@pytest.mark.parametrize(("point", "back"), [("many.before_commit", 0), ("many.after_commit", 1)])
def test_a_change_of_many_is_taken_back_once_though_the_edge_dies_amid_it(
    desk: Desk, tmp_path: Path, point: str, back: int
) -> None:
    anna, ids = desk.cast.anna, [visitor_writes(desk, browser=f"b{n}").ticket_id for n in range(3)]
    done = change_many(ids, SetPriority(Priority.URGENT), by=anna)
    [(undo, changed)] = done.undo

    dies(desk, tmp_path, TAKES_BACK, anna.agent_id, *ids, point=point)
    assert priorities(ids).count(Priority.NORMAL) == back
    again = [change_many(changed, undo.change, by=anna, was=undo.was) for _ in range(2)]

    assert [one.refused for one in again] == [(), ()]
    assert priorities(ids) == [Priority.NORMAL] * 3
    with db.reading() as session:
        assert session.query(Event).filter_by(kind="ticket.priority_changed").count() == 2 * 3


def priorities(ids: list[int]) -> list[Priority]:
    with db.reading() as session:
        return list(session.scalars(select(Ticket.priority).where(Ticket.id.in_(ids))))
