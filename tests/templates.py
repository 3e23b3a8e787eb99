"""The database every test starts from."""

from pathlib import Path

from helpdesk import db, migrations
from helpdesk.seed import seed_defaults


def make_template(path: Path) -> None:
    """Make a migrated and seeded SQLite file."""
    fill_template(f"sqlite:///{path}")


def fill_template(url: str) -> None:
    """Migrate and seed an empty database."""
    migrations.upgrade(url)
    db.connect(url)
    with db.transaction() as session:
        seed_defaults(session)
    db.disconnect()
