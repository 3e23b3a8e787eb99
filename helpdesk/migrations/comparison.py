"""What the models and a database are compared by; the search index lives in migrations alone."""

import warnings
from typing import Any, Final

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, text
from sqlalchemy.schema import SchemaItem

from helpdesk.models import Base
from helpdesk.models.order_keys import SORTS, index_of

# Of expressions, which databases write down in words of their own: they are looked for by their names.
ORDERS: Final = frozenset(index_of(sort, is_ended=is_ended) for sort in SORTS for is_ended in (False, True))
SEARCH_COLUMN: Final = "search_words"
SEARCH_TABLE_PARTS: Final = (
    "_search",
    "_search_config",
    "_search_data",
    "_search_docsize",
    "_search_idx",
    "_search_vocabulary",
    "_search_words",
)


def differences(connection: Connection) -> list[Any]:  # Alembic's own diff tuples
    """Return what the database lacks or has beyond the models, nothing when they are the same."""
    options = {"include_object": is_of_the_models, "compare_type": True, "compare_server_default": True}
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", ".*(skipping|Skipped) .*expression-based index")
        found = list(compare_metadata(MigrationContext.configure(connection, opts=options), Base.metadata))
    return found + [("add_index", name) for name in sorted(ORDERS - _indexes(connection))]


def _indexes(connection: Connection) -> frozenset[str]:
    is_sqlite = connection.dialect.name == "sqlite"
    names = "name FROM sqlite_master" if is_sqlite else "indexname FROM pg_indexes WHERE schemaname = current_schema()"
    return frozenset(connection.scalars(text(f"SELECT {names}")))


def is_of_the_models(item: SchemaItem, name: str | None, kind: str, reflected: bool, _match: SchemaItem | None) -> bool:
    """Say whether Alembic should compare this; it calls this for each thing it finds on either side."""
    if name in ORDERS:
        return False
    if not reflected or name is None:
        return True
    if kind == "table":
        return not name.endswith(SEARCH_TABLE_PARTS)
    return SEARCH_COLUMN not in name
