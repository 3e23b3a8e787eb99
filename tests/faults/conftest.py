"""A whole desk with its crew, broken again and again by the tests of this folder."""

from collections.abc import Iterator

import pytest

from helpdesk import db
from runtime.faults.desk import BrokenDesk, broken_desk
from runtime.faults.staff import Crew, hire_crew
from tests.peers.postgresql import database_asked_for

AGENTS = 2


@pytest.fixture(scope="package")
def _running(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[BrokenDesk, Crew]]:
    with database_asked_for(request) as url:
        environ = {"HELPDESK_DATABASE_URL": url} if url else None
        with broken_desk(tmp_path_factory.mktemp("broken"), environ) as desk:
            yield desk, hire_crew(agents=AGENTS)


@pytest.fixture
def broken(_running: tuple[BrokenDesk, Crew]) -> Iterator[BrokenDesk]:
    """A desk at work; the same for all tests, so each leaves it as it found it."""
    desk, _ = _running
    db.connect(desk.database_url)
    yield desk
    db.disconnect()


@pytest.fixture
def crew(_running: tuple[BrokenDesk, Crew]) -> Crew:
    """Two agents who work there."""
    return _running[1]
