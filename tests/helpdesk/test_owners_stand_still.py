"""An owner that stands still amid a transaction keeps nobody from taking over on PostgreSQL, and does no harm when it wakes."""

import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy.exc import DBAPIError

from helpdesk import clock, db, leases

STILL_S = 1


@pytest.fixture(autouse=True)
def desk(postgresql_desk_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(leases, "STANDSTILL_S", STILL_S)
    db.connect(postgresql_desk_url)
    yield
    db.disconnect()


def test_the_lease_moves_although_its_owner_has_it_locked(monkeypatch: pytest.MonkeyPatch) -> None:
    fence = leases.acquire("relay", "first")
    assert fence
    taken: list[leases.Fence | None] = []

    def stand_still() -> None:
        with db.transaction() as session:
            leases.check(session, fence)
            monkeypatch.setattr(clock, "now", lambda: later)
            taken.append(leases.acquire("relay", "second"))
            leases.check(session, fence)  # the first owner wakes

    later, began = clock.now() + timedelta(seconds=leases.TTL_S + 1), time.monotonic()
    with pytest.raises(DBAPIError):
        stand_still()

    assert [fence.owner for fence in taken if fence] == ["second"]
    assert time.monotonic() - began < 2 * STILL_S + 1
    assert not leases.renew(fence)
