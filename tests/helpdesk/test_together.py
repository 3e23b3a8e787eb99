"""Writers that wait for each other share one transaction, and only that."""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from helpdesk import clock, db
from helpdesk.actions import receive
from helpdesk.errors import Invalid
from helpdesk.models import Message, Team
from helpdesk.together import together
from tests.cast import Desk
from tests.stories import incoming


def add_team(name: str) -> int:
    def work(session: Session) -> int:
        team = Team(name=name, created_at=clock.now())
        session.add(team)
        session.flush()
        if name.startswith("bad"):
            raise Invalid("no")
        return team.id

    return together(work)


def count_commits() -> Counter[str]:
    seen: Counter[str] = Counter()
    event.listen(db.current().writes, "commit", lambda connection: seen.update(["commit"]))
    return seen


@pytest.mark.sqlite
def test_many_writers_at_once_need_few_commits(desk: Desk) -> None:
    commits = count_commits()
    gate = threading.Barrier(20)

    def write(number: int) -> int:
        gate.wait()
        return add_team(f"Team {number}")

    with ThreadPoolExecutor(20) as pool:
        ids = list(pool.map(write, range(20)))

    assert len(set(ids)) == 20
    assert commits["commit"] < 20


def test_one_that_fails_takes_back_only_itself(desk: Desk) -> None:
    gate = threading.Barrier(10)

    def write(number: int) -> str:
        gate.wait()
        try:
            add_team(f"bad {number}" if number % 3 == 0 else f"Team {number}")
        except Invalid:
            return "refused"
        return "kept"

    with ThreadPoolExecutor(10) as pool:
        ended = list(pool.map(write, range(10)))

    with db.reading() as session:
        names = set(session.scalars(select(Team.name).where(Team.name.like("Team %") | Team.name.like("bad %"))))
    assert ended.count("refused") == 4
    assert names == {f"Team {number}" for number in range(10) if number % 3}


def test_the_same_message_from_twenty_connections_is_one(desk: Desk) -> None:
    message = incoming(desk, "Hello", key="one")
    gate = threading.Barrier(20)

    def write(_: int) -> int:
        gate.wait()
        return together(lambda session: receive.receive_message(session, message).id)

    with ThreadPoolExecutor(20) as pool:
        ids = set(pool.map(write, range(20)))

    with db.reading() as session:
        assert session.scalar(select(func.count()).select_from(Message)) == 1
    assert len(ids) == 1


def test_everybody_is_told_of_a_database_that_is_away(desk: Desk) -> None:
    db.disconnect()

    with pytest.raises(RuntimeError):
        add_team("Nobody")


@pytest.mark.parametrize("rounds", [30])
def test_nobody_waits_for_ever(desk: Desk, rounds: int) -> None:
    with ThreadPoolExecutor(8) as pool:
        done = list(pool.map(lambda number: add_team(f"Team {number}"), range(8 * rounds), timeout=60))

    assert len(set(done)) == 8 * rounds
