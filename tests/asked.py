"""What may be asked of all tests on the command line."""

from typing import Final

ON_POSTGRESQL: Final = "--postgresql"  # desks of tests on PostgreSQL instead of SQLite
