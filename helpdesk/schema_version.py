"""Which schema a database has and which this code wants, told without the library that migrates."""

import re
from functools import cache
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, inspect, text

_VERSIONS: Final = Path(__file__).parent / "migrations" / "versions"
_FOLLOWS: Final = re.compile(r'^down_revision(?:: [^=]+)? = (?:None|"(\d{4})")$', re.MULTILINE)


def revision_of(connection: Connection) -> str | None:
    """Return the revision of a database, None when it has no schema yet."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
    return found


def head_revision() -> str:
    """Return the newest revision this code knows."""
    return known_revisions()[-1]


@cache
def known_revisions() -> tuple[str, ...]:
    """Return all revisions in their order: each migration's file names its own, and the one it follows.

    A file's number says when it was begun; which came first is told by `down_revision` alone.
    """
    after = {
        follows[1]: found[1]
        for path in _VERSIONS.iterdir()
        if (found := re.match(r"(\d{4})_\w+\.py$", path.name)) and (follows := _FOLLOWS.search(path.read_text()))
    }
    chain: list[str] = []
    while (following := after.get(chain[-1] if chain else None)) is not None:
        chain.append(following)
    return tuple(chain)
