"""What a report can be asked: a measure, a grouping, filters, a period; checked before anything is read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final

from helpdesk.errors import Invalid
from helpdesk.models import FactKind, Priority

MAX_FILTER: Final = 200


class Unit(StrEnum):
    """What the numbers of a measure are."""

    COUNT = "count"
    SECONDS = "seconds"
    SHARE = "share"


@dataclass(frozen=True, slots=True)
class Measure:
    """kinds: the facts counted. part: of a share, those of them that make its numerator."""

    unit: Unit
    kinds: Sequence[FactKind]
    part: Sequence[FactKind] = ()


MEASURES: Final[Mapping[str, Measure]] = {
    "created": Measure(Unit.COUNT, (FactKind.CREATED,)),
    "messages": Measure(Unit.COUNT, (FactKind.MESSAGE,)),
    "replies": Measure(Unit.COUNT, (FactKind.REPLY,)),
    "resolved": Measure(Unit.COUNT, (FactKind.RESOLUTION,)),
    "abandoned": Measure(Unit.SHARE, (FactKind.CHAT_ANSWERED, FactKind.CHAT_ABANDONED), (FactKind.CHAT_ABANDONED,)),
    "backlog": Measure(Unit.COUNT, (FactKind.OPEN,)),
    "first_response": Measure(Unit.SECONDS, (FactKind.FIRST_RESPONSE,)),
    "next_response": Measure(Unit.SECONDS, (FactKind.NEXT_RESPONSE,)),
    "resolution": Measure(Unit.SECONDS, (FactKind.RESOLUTION,)),
    "first_resolution": Measure(Unit.SECONDS, (FactKind.FIRST_RESOLUTION,)),
    "handle_time": Measure(Unit.SECONDS, (FactKind.HANDLED,)),
    "sla_first_response": Measure(Unit.SHARE, (FactKind.FIRST_MET, FactKind.FIRST_LATE), (FactKind.FIRST_MET,)),
    "sla_next_response": Measure(Unit.SHARE, (FactKind.NEXT_MET, FactKind.NEXT_LATE), (FactKind.NEXT_MET,)),
    "sla_resolution": Measure(
        Unit.SHARE, (FactKind.RESOLUTION_MET, FactKind.RESOLUTION_LATE), (FactKind.RESOLUTION_MET,)
    ),
    "one_touch": Measure(Unit.SHARE, (FactKind.RESOLUTION, FactKind.ONE_TOUCH), (FactKind.ONE_TOUCH,)),
    "reopened": Measure(Unit.SHARE, (FactKind.RESOLVE, FactKind.REOPENED), (FactKind.REOPENED,)),
    "csat": Measure(Unit.SHARE, (FactKind.RATED_GOOD, FactKind.RATED_LESS), (FactKind.RATED_GOOD,)),
    "rating_answers": Measure(Unit.SHARE, (FactKind.RATING_ASKED, FactKind.RATING_GIVEN), (FactKind.RATING_GIVEN,)),
}
# These shares have a part that is counted beside its whole, not inside it.
BESIDE: Final = frozenset({FactKind.ONE_TOUCH, FactKind.REOPENED, FactKind.RATING_GIVEN})
TIMES: Final = ("day", "week", "month", "hour_of_week")
DIMENSIONS: Final = ("team", "agent", "channel", "type", "priority", "language")
BY_CUSTOMER: Final = ("segment",)  # narrows, and groups nothing: a customer may belong to several
BY_MANY: Final = ("tag",)  # a ticket may have several, and counts with each
GROUPINGS: Final = ("none", *TIMES, *DIMENSIONS, *BY_MANY, "age", "duration")
HOURS: Final = ("calendar", "business")


@dataclass(frozen=True, slots=True)
class Arrangement:
    """A checked question. filters: by dimension the values wanted, None among them for those without one."""

    measure: str
    by: str = "none"
    period: str = "30d"
    hours: str = "calendar"
    filters: Mapping[str, Sequence[int | str | None]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Raise Invalid, naming the field, for what cannot be asked."""
        for name, value, known in (
            ("measure", self.measure, MEASURES),
            ("by", self.by, GROUPINGS),
            ("hours", self.hours, HOURS),
        ):
            if value not in known:
                raise Invalid(f"A report knows no {name} {value!r}.", **{name: "unknown"})
        if (self.by == "age") and self.measure != "backlog":
            raise Invalid("Only the backlog has ages.", by="age")
        if self.by == "duration" and MEASURES[self.measure].unit is not Unit.SECONDS:
            raise Invalid("Only times have a distribution.", by="duration")
        if self.measure == "backlog" and self.by == "hour_of_week":
            raise Invalid("The backlog is counted at the end of days, weeks or months.", by="hour_of_week")
        for name, values in self.filters.items():
            if name not in (*DIMENSIONS, *BY_MANY, *BY_CUSTOMER) or len(values) > MAX_FILTER:
                raise Invalid(f"A report cannot be narrowed by {name!r}.", filters=name)
        if not {priority.word for priority in Priority}.issuperset(self.filters.get("priority", ())):
            raise Invalid("There is no such priority.", priority="unknown")

    @property
    def asked(self) -> Measure:
        """What the measure counts; of a distribution how many there are."""
        measure = MEASURES[self.measure]
        return replace(measure, unit=Unit.COUNT) if self.by == "duration" else measure
