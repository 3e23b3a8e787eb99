"""The database every test starts from."""

from pathlib import Path

from helpdesk import db
from helpdesk.models import Base


def make_template(path: Path) -> None:
    """Make a migrated and seeded SQLite file."""
    database = db.connect(f"sqlite:///{path}")
    Base.metadata.create_all(database.writes)
    db.disconnect()
