"""Each test has engines of its own, and each engine would compile every statement anew: here they share what was compiled."""

from typing import Any

import sqlalchemy
from sqlalchemy import Engine

from helpdesk import sqlite_engine


def share_compiled_statements() -> None:
    """Let engines on SQLite that were made alike speak through one dialect, by which compiled statements are known."""
    known: dict[str, Engine] = {}

    def create_engine(url: str, **options: Any) -> Engine:  # what SQLAlchemy takes
        engine = sqlalchemy.create_engine(url, **options)
        if engine.dialect.name != "sqlite":
            return engine
        first = known.get(repr(options))
        if first is None or first.dialect.server_version_info is None:  # who never connected knows nothing yet
            known[repr(options)] = engine
            return engine
        engine.dialect = engine.pool._dialect = first.dialect
        engine._compiled_cache = first._compiled_cache
        return engine

    sqlite_engine.create_engine = create_engine  # type: ignore[assignment, attr-defined]
