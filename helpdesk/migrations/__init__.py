"""The way a database gets its schema, and how to tell which schema it has."""

from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import NullPool

from helpdesk import schema_version
from helpdesk.late import Late
from helpdesk.schema_version import head_revision as head_revision

if TYPE_CHECKING:
    from alembic import command, config
else:
    command, config = Late("alembic.command"), Late("alembic.config")

TURN: Final = 4_120_361  # of the one who upgrades; the other then finds it done


def upgrade(url: str, revision: str = "head") -> None:
    """Bring the database at a SQLAlchemy URL to a revision, the newest unless named; one that is there stays as it is."""
    with _writing(url).begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text(f"SELECT pg_advisory_xact_lock({TURN})"))
        configuration = settings()
        configuration.attributes["connection"] = connection
        command.upgrade(configuration, revision)


def current_revision(url: str) -> str | None:
    """Return the revision of the database at `url`, None when it has no schema yet."""
    with create_engine(url, poolclass=NullPool).connect() as connection:
        return schema_version.revision_of(connection)


def is_newer_than_code(url: str) -> bool:
    """Say whether the database at `url` has a revision that this code has never heard of."""
    have = current_revision(url)
    return have is not None and not is_known(have)


def is_known(revision: str) -> bool:
    """Say whether this code has such a revision."""
    return revision in schema_version.known_revisions()


def settings() -> "config.Config":
    """Return Alembic's settings; they live in the package, not in an ini file."""
    configuration = config.Config()
    configuration.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    return configuration


def _writing(url: str) -> Engine:
    engine = create_engine(url, poolclass=NullPool)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _leave_transactions_to_us)
        event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    return engine


def _leave_transactions_to_us(connection: DBAPIConnection, _record: object) -> None:
    # Left alone, Python's driver would commit each CREATE TABLE by itself: half a schema after a crash.
    connection.isolation_level = None
