"""For how long a channel keeps what it took in: the shape of its rule, and where that is kept."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from typing import Any, Final

from sqlalchemy.orm import Session

from helpdesk import settings
from helpdesk.errors import Invalid

KEY: Final = "retention"  # a setting: by the channel's id its rule
MOST_DAYS: Final = 3_650


class How(StrEnum):
    """What becomes of an old ticket: only what it says goes, or the ticket leaves lists and reports as well."""

    EMPTY = "empty"
    DELETE = "delete"


@dataclass(frozen=True, slots=True)
class Rule:
    """After how many days something goes, 1 to 3,650; None keeps it. tickets: since closed; visitors: since last seen."""

    tickets_days: int | None = None
    tickets_how: How = How.EMPTY
    files_days: int | None = None
    raws_days: int | None = None
    visitors_days: int | None = None

    def __post_init__(self) -> None:
        """Raise Invalid, naming the field, for days nobody can keep."""
        for name, days in self.days.items():
            if days is not None and not 1 <= days <= MOST_DAYS:
                raise Invalid(f"1 to {MOST_DAYS} days.", **{f"{name}_days": "range"})

    @property
    def days(self) -> dict[str, int | None]:
        """After how many days what goes."""
        return {
            one.name.removesuffix("_days"): getattr(self, one.name)
            for one in fields(self)
            if one.name.endswith("_days")
        }

    def as_json(self) -> dict[str, Any]:  # JSON
        """Return it as it is kept."""
        return {**asdict(self), "tickets_how": self.tickets_how.value}


def rules(session: Session) -> dict[int, Rule]:
    """Return the rules by channel; one without keeps everything."""
    kept: Mapping[str, Any] = settings.get(session, KEY)  # JSON
    return {int(id): Rule(**{**one, "tickets_how": How(one["tickets_how"])}) for id, one in kept.items()}
