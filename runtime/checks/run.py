"""All checks of a desk's promises, on one screen."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Final

from sqlalchemy.orm import Session

from helpdesk import db
from runtime.checks import keeping
from runtime.checks.arriving import arriving
from runtime.checks.clocks import clocks
from runtime.checks.finding import Finding
from runtime.checks.leaving import leaving
from runtime.checks.telling import telling
from runtime.checks.tickets import tickets

Look = Callable[[Session], Iterable[Finding]]

CHECKS: Final[Mapping[str, Look]] = MappingProxyType(
    {
        "database": keeping.database,
        "taken in": arriving,
        "replies": leaving,
        "events": telling,
        "tickets": tickets,
        "service levels": clocks,
        "files": keeping.files,
        "search": keeping.search,
        "audit log": keeping.audit,
    }
)


def run_all() -> Iterator[tuple[str, list[Finding]]]:
    """Yield each check with what it found, as of one moment; a desk that runs may go on."""
    for name, look in CHECKS.items():
        with db.reading_one_state() as session:
            yield name, list(look(session))
