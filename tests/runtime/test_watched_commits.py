"""A benchmark sees when others have committed."""

import time
from collections.abc import Callable

import pytest

from helpdesk import db
from helpdesk.actions import assign
from runtime.bench.commits import watched
from tests.cast import Desk
from tests.stories import visitor_writes


@pytest.mark.sqlite
def test_a_ticket_waits_from_one_commit_to_the_other(desk: Desk) -> None:
    with watched(desk.config.data_dir / "helpdesk.sqlite3") as seen:
        ticket_id = visitor_writes(desk).ticket_id
        until(lambda: ticket_id in seen.stored)
        with db.transaction() as session:
            assign.take(session, ticket_id, by=desk.cast.anna)
            assert ticket_id not in seen.assigned
        until(lambda: ticket_id in seen.assigned)
        other = visitor_writes(desk, browser="another").ticket_id
        until(lambda: other in seen.stored)

    (waited, never) = seen.waits_ms(0, None)
    assert waited is not None
    assert waited > 0
    assert never is None
    assert seen.waits_ms(ticket_id, None) == [None]


def until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.005)
