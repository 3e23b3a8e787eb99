"""The database every test starts from."""

from pathlib import Path

from helpdesk import db, migrations
from helpdesk.seed import seed_defaults


def make_template(path: Path) -> None:
    """Make a migrated and seeded SQLite file."""
    url = f"sqlite:///{path}"
    migrations.upgrade(url)
    db.connect(url)
    with db.transaction() as session:
        seed_defaults(session)
    db.disconnect()
