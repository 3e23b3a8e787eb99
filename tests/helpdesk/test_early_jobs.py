"""The relay wakes jobs before it numbers: a job reads tables, never positions."""

import pytest
from sqlalchemy import func, select

from helpdesk import db, leases, queue
from helpdesk.models import Event
from helpdesk.outbox import Wiring, relay_once
from tests.cast import Desk
from tests.stories import visitor_writes


def test_the_job_of_a_new_ticket_is_woken_before_its_events_are_numbered(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    fence = leases.acquire("relay", "test")
    assert fence is not None
    visitor_writes(desk, "Good morning")
    woken: list[tuple[str, int]] = []

    def note(job: str) -> bool:
        woken.append((job, numbered()))
        return True

    monkeypatch.setattr(queue, "wake", note)

    relay_once(fence, Wiring(jobs={"ticket.created": ["a.job"]}, signals={}))

    assert woken == [("a.job", 0)]
    assert numbered() > 0


def numbered() -> int:
    with db.reading() as session:
        return session.scalar(select(func.count(Event.id)).where(Event.position.is_not(None))) or 0
