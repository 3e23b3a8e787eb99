"""What a check finds, and how rows are asked for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Select
from sqlalchemy.orm import Session

SHOWN: Final = 5
COUNTED: Final = 1_000


@dataclass(frozen=True, slots=True)
class Finding:
    """One promise that is broken. remedy: what to do; ids: some of the rows concerned; count: at most 1,000."""

    check: str
    what: str
    remedy: str
    count: int = 1
    ids: Sequence[Any] = ()  # of whatever the sentence is about

    def __str__(self) -> str:
        many = f"{self.count}{'+' if self.count == COUNTED else ''} "
        some = f" (such as {', '.join(map(str, self.ids))})" if self.ids else ""
        return f"{many if self.ids else ''}{self.what}{some}. {self.remedy}"


def broken(session: Session, check: str, asked: Select[Any], what: str, remedy: str) -> Iterator[Finding]:
    """Yield a finding when a question for ids has any answers."""
    ids = session.execute(asked.limit(COUNTED)).scalars().all()
    if ids:
        yield Finding(check, what, remedy, len(ids), ids[:SHOWN])
