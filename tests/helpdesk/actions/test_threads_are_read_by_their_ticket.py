"""What was said in a thread is found through its ticket: no question about one goes through the messages of others."""

import pytest

from helpdesk.actions import reading, visitors
from helpdesk.actions.recipients import newest_mail
from helpdesk.models import MessageKind, Thread
from tests.cast import Desk
from tests.plans import plans_of, plans_of_writing
from tests.stories import answers, gateway_delivers, takes, ticket_of, visitor, visitor_writes

pytestmark = pytest.mark.sqlite


def test_the_newest_mail_of_a_thread(desk: Desk) -> None:
    said = visitor_writes(desk)

    (_, plan) = plans_of(
        lambda session: newest_mail(session, session.get_one(Thread, said.thread_id), kind=MessageKind.IN)
    )

    assert "ix_message_ticket_id" in plan
    assert "SCAN message" not in plan


def test_what_an_agent_has_read(desk: Desk) -> None:
    said = visitor_writes(desk)

    plans = plans_of_writing(
        lambda session: reading.mark_read(session, said.ticket_id, message_id=said.id, by=desk.cast.anna)
    )

    assert any("ix_message_ticket_id" in plan for plan in plans)
    assert not any("SCAN message" in plan for plan in plans)


def test_what_a_visitor_has_seen(desk: Desk) -> None:
    said = visitor_writes(desk)
    takes(said.ticket_id, by=desk.cast.anna)
    answers(said.ticket_id, by=desk.cast.anna)
    gateway_delivers(desk)
    number = ticket_of(said).number

    plans = plans_of_writing(lambda session: visitors.seen(session, visitor(desk), number, 99))

    assert any("ix_message_ticket_id" in plan for plan in plans)
    assert not any("SCAN message" in plan for plan in plans)
