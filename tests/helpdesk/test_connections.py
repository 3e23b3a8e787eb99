"""PostgreSQL's connections: no errands that nobody needs, and none that is dead is used after a rest."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest
from sqlalchemy import create_engine, func, select, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from helpdesk import clock, db, postgresql_engine
from helpdesk.models import Team

ONE = text("SELECT 1")


@pytest.fixture(autouse=True)
def desk(postgresql_desk_url: str) -> Iterator[None]:
    db.connect(postgresql_desk_url)
    yield
    db.disconnect()


def is_in_transaction(session: Session) -> bool:
    driver = session.connection().connection.driver_connection
    assert driver is not None
    return bool(driver.info.transaction_status != db.IDLE)


def end_all_others(url: str) -> None:
    engine = create_engine(url)
    with engine.connect() as connection:
        others = "datname = current_database() AND pid <> pg_backend_pid()"
        connection.execute(text(f"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE {others}"))  # noqa: S608
    engine.dispose()


def test_reading_begins_no_transaction_and_writing_does() -> None:
    with db.reading() as session:
        session.execute(ONE)
        assert not is_in_transaction(session)

    with db.transaction() as session:
        session.execute(ONE)
        assert is_in_transaction(session)


@pytest.mark.parametrize(("opened", "seen"), [(db.reading, 1), (db.reading_one_state, 0)])
def test_a_later_read_is_newer_unless_one_state_is_wanted(
    opened: Callable[[], AbstractContextManager[Session]], seen: int
) -> None:
    count = select(func.count()).select_from(Team)
    with opened() as session:
        before = session.scalar(count) or 0
        with db.transaction() as other:
            other.add(Team(name="Meanwhile", created_at=clock.now()))

        assert session.scalar(count) == before + seen


def test_statements_stay_planned_after_one_state_was_read() -> None:
    for _ in range(8):
        with db.reading_one_state() as session:
            session.execute(select(Team.id)).all()

    with db.reading() as session:
        planned = session.scalar(text("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%team%'"))
    assert planned == 1


def test_a_setting_holds_until_the_session_ends() -> None:
    setting = text("SHOW enable_sort")
    for opened in (db.reading, db.transaction):
        with opened() as session:
            db.set_locally(session, "enable_sort = off")
            db.set_locally(session, "statement_timeout = 900")
            assert session.scalar(setting) == "off"
        with db.reading() as session:
            assert (session.scalar(setting), session.scalar(text("SHOW statement_timeout"))) == ("on", "0")


def test_after_a_rest_a_server_that_was_restarted_is_not_noticed(
    postgresql_desk_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgresql_engine, "REST_S", 0.0)
    with db.reading() as one, db.reading() as other:
        one.execute(ONE)
        other.execute(ONE)

    end_all_others(postgresql_desk_url)

    for opened in (db.reading, db.transaction, db.reading):
        with opened() as session:
            assert session.scalar(ONE) == 1


def test_a_connection_lost_a_moment_ago_is_an_error_once(postgresql_desk_url: str) -> None:
    with db.reading() as one, db.reading() as other:
        one.execute(ONE)
        other.execute(ONE)

    end_all_others(postgresql_desk_url)

    with db.reading() as session, pytest.raises(OperationalError):
        session.execute(ONE)
    for opened in (db.reading, db.transaction, db.reading):
        with opened() as session:
            assert session.scalar(ONE) == 1
