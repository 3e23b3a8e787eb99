"""What supervisors send about reports."""

from typing import Annotated, Any

import msgspec

from helpdesk.actions.saved_reports import SavedChanges
from helpdesk.models import Audience
from web.api.schemas import Id, Input, line
from web.api.schemas.workspace import Name, Word

Some = Annotated[tuple[Id | None, ...], msgspec.Meta(max_length=200)]


class FiltersInput(Input):
    """What a report is narrowed to; null among the values: those without one."""

    team: Some = ()
    agent: Some = ()
    channel: Some = ()
    type: Some = ()
    priority: Annotated[tuple[Word, ...], msgspec.Meta(max_length=4)] = ()
    language: Annotated[tuple[Annotated[str, line(10)], ...], msgspec.Meta(max_length=50)] = ()

    segment: Some = ()

    def as_values(self) -> dict[str, list[Any]]:  # ids or words
        """Return the filters that are set, in the words of the desk."""
        return {name: list(values) for name, values in msgspec.structs.asdict(self).items() if values}


class ArrangementInput(Input):
    """The parameters of a report."""

    measure: Annotated[str, line(40)]
    by: Annotated[str, line(40)] = "none"
    period: Annotated[str, line(40)] = "30d"
    hours: Annotated[str, line(40)] = "calendar"
    filters: FiltersInput = msgspec.field(default_factory=FiltersInput)


class SavedInput(Input):
    """A saved report. team_id: whose it is where the audience is a team."""

    name: Name
    arrangement: ArrangementInput
    audience: Audience = Audience.PRIVATE
    team_id: Id | None = None

    def as_changes(self) -> SavedChanges:
        """Return it in the words of the desk."""
        asked = self.arrangement
        arrangement = {
            "measure": asked.measure,
            "by": asked.by,
            "period": asked.period,
            "hours": asked.hours,
            "filters": asked.filters.as_values(),
        }
        return SavedChanges(self.name, self.audience, self.team_id, arrangement)
