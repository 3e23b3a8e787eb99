"""What the models and a database are compared by; the search index lives in migrations alone."""

from typing import Any, Final

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection
from sqlalchemy.schema import SchemaItem

from helpdesk.models import Base

SEARCH_COLUMN: Final = "search_words"
SEARCH_TABLE_PARTS: Final = ("_search", "_search_config", "_search_data", "_search_docsize", "_search_idx")


def differences(connection: Connection) -> list[Any]:  # Alembic's own diff tuples
    """Return what the database lacks or has beyond the models, nothing when they are the same."""
    options = {"include_object": is_of_the_models, "compare_type": True, "compare_server_default": True}
    return list(compare_metadata(MigrationContext.configure(connection, opts=options), Base.metadata))


def is_of_the_models(item: SchemaItem, name: str | None, kind: str, reflected: bool, _match: SchemaItem | None) -> bool:
    """Say whether Alembic should compare this; it calls this for each thing it finds on either side."""
    if not reflected or name is None:
        return True
    if kind == "table":
        return not name.endswith(SEARCH_TABLE_PARTS)
    return SEARCH_COLUMN not in name
