"""The database every test starts from."""

from pathlib import Path

from helpdesk import migrations


def make_template(path: Path) -> None:
    """Make a migrated and seeded SQLite file."""
    migrations.upgrade(f"sqlite:///{path}")
