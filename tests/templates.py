"""The database every test starts from."""

import pickle
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import update

from helpdesk import clock, db, migrations
from helpdesk.models import Agent, Customer, Identity, Presence, Team
from helpdesk.seed import seed_defaults
from tests.cast import Cast, first_webchat, hire

DATABASE: Final = "helpdesk.sqlite3"
CAST: Final = ".cast"  # beside the file


@dataclass(frozen=True, slots=True)
class Hired:
    """A database file with the cast in it, to be copied."""

    path: Path
    cast: Cast
    channel_id: int
    channel_key: str

    def begins_now(self) -> None:
        """Let the cast of the database this process is connected to have come this moment."""
        now = clock.now()
        with db.transaction() as session:
            session.execute(update(Presence).values(changed_at=now))
            for kind in (Agent, Team, Customer, Identity):
                session.execute(update(kind).values(created_at=now))


def make_template(path: Path) -> None:
    """Make a migrated and seeded SQLite file."""
    fill_template(f"sqlite:///{path}")


def fill_template(url: str) -> None:
    """Migrate and seed an empty database."""
    migrations.upgrade(url)
    seed(url)


def seed(url: str) -> None:
    """Seed a migrated database."""
    db.connect(url)
    with db.transaction() as session:
        seed_defaults(session)
    db.disconnect()


def hire_into(path: Path) -> None:
    """Put the cast into a migrated and seeded SQLite file."""
    db.connect(f"sqlite:///{path}")
    with db.transaction() as session:
        cast, channel = hire(session), first_webchat(session)
        words = pickle.dumps((cast, channel.id, channel.public_key))
    db.disconnect()
    path.with_suffix(CAST).write_bytes(words)


def hired_in(path: Path) -> Hired:
    """Return the file that `hire_into` has put the cast into."""
    cast, channel_id, channel_key = pickle.loads(path.with_suffix(CAST).read_bytes())  # noqa: S301 - of this run
    return Hired(path, cast, channel_id, channel_key)
