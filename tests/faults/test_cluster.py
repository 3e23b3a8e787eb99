"""Two of every part on PostgreSQL and Redis: any one killed, or stopped for longer than its leases last."""

import signal
import time
from collections.abc import Iterator

import pytest
from sqlalchemy import select

from helpdesk import db
from helpdesk.models import Lease
from runtime.faults.cluster import Cluster, cluster
from runtime.faults.patience import patience
from runtime.faults.rounds import random_round
from runtime.faults.staff import Crew, hire_crew
from runtime.faults.waiting import now_or_later
from tests.faults.promises import FIRST_SEED, LOG_CHARS, ROUNDS

OWNER_MOVES_WITHIN_S = 15.0

pytestmark = pytest.mark.timeout(600)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory, postgresql_module_url: str) -> Iterator[tuple[Cluster, Crew]]:
    with cluster(tmp_path_factory.mktemp("cluster"), postgresql_module_url) as desk:
        yield desk, hire_crew(agents=2)


@pytest.mark.parametrize("seed", range(FIRST_SEED, FIRST_SEED + max(1, ROUNDS // 2)))
def test_nothing_is_lost_or_doubled(running: tuple[Cluster, Crew], seed: int) -> None:
    desk, crew = running

    verdict = random_round(desk, crew, seed=seed)

    print(verdict)
    assert not verdict.wrong, f"{verdict}\nThe log ends:\n{desk.log[-LOG_CHARS:]}"


@pytest.mark.parametrize("name", ["relay", "clock", "channel:1"])
def test_what_a_stopped_process_owned_moves_to_the_other(running: tuple[Cluster, Crew], name: str) -> None:
    desk, _ = running
    owner, part = _owner(name), {"channel:1": "gateway"}.get(name, name)
    stopped = f"{part}-{owner.rpartition(':')[2]}"
    began = time.monotonic()

    desk.send(stopped, signal.SIGSTOP)
    try:
        moved = now_or_later(lambda: _owner(name) != owner, OWNER_MOVES_WITHIN_S * patience())
        took_s = time.monotonic() - began
    finally:
        desk.send(stopped, signal.SIGCONT)

    print(f"{name} moved after {took_s:.1f} s")
    assert moved, desk.log[-LOG_CHARS:]
    assert took_s <= OWNER_MOVES_WITHIN_S * patience()


def _owner(name: str) -> str:
    with db.reading() as session:
        return session.scalars(select(Lease.owner).where(Lease.name == name)).one()
