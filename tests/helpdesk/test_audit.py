"""The audit log shows when it was tampered with."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Delete, Update, delete, select, update

from helpdesk import db
from helpdesk.actions import audit
from helpdesk.models import Audit
from tests.cast import Desk


def write(desk: Desk, count: int) -> list[int]:
    """Append rows and return their ids."""
    with db.transaction() as session:
        return [
            audit.append(
                session, "thing.done", by=desk.cast.dora, what=f"thing:{number}", data={"n": number, "a": "б"}
            ).id
            for number in range(count)
        ]


def broken_at() -> int | None:
    """Return where the chain breaks."""
    with db.reading() as session:
        return audit.verify_chain(session)


def test_an_untouched_log_holds(either_desk: Desk) -> None:
    write(either_desk, 5)

    assert broken_at() is None


@pytest.mark.parametrize(
    "tampering",
    [
        update(Audit).values(agent_id=None),
        update(Audit).values(verb="thing.undone"),
        update(Audit).values(data={"n": 99}),
        update(Audit).values(address="192.0.2.1"),
    ],
)
def test_a_changed_row_breaks_the_chain_there(desk: Desk, tampering: Update) -> None:
    ids = write(desk, 5)

    with db.transaction() as session:
        session.execute(tampering.where(Audit.id == ids[2]))

    assert broken_at() == ids[2]


def test_a_removed_row_breaks_the_chain_after_it(desk: Desk) -> None:
    ids = write(desk, 5)
    removal: Delete = delete(Audit).where(Audit.id == ids[2])

    with db.transaction() as session:
        session.execute(removal)

    assert broken_at() == ids[3]


def test_the_last_row_written_is_noted_outside_of_the_log(either_desk: Desk) -> None:
    last = write(either_desk, 3)[-1]

    with db.reading() as session:
        assert audit.noted_end(session) == audit.last_of(session)
        assert (audit.last_of(session) or (0, ""))[0] == last


def test_rows_written_at_once_make_one_chain(either_desk: Desk) -> None:
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda _: write(either_desk, 5), range(6)))

    assert broken_at() is None
    with db.reading() as session:
        assert len(session.scalars(select(Audit.id).where(Audit.verb == "thing.done")).all()) == 30
