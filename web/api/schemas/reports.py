"""What supervisors send about reports."""

from typing import Annotated, Any
from uuid import UUID

import msgspec

from helpdesk.actions.report_schedules import MOST_RECIPIENTS, ScheduleChanges
from helpdesk.actions.saved_reports import SavedChanges
from helpdesk.models import Audience, Every
from helpdesk.reporting.rhythm import Rhythm
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
    tag: Some = ()

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


class ScheduleInput(Input):
    """When a saved report goes out. day: of the week, 0 for Monday, or of the month, 1 to 28; hour: in each reader's zone."""

    every: Every
    hour: Annotated[int, msgspec.Meta(ge=0, le=23)]
    agent_ids: Annotated[tuple[Id, ...], msgspec.Meta(min_length=1, max_length=MOST_RECIPIENTS)]
    day: Annotated[int, msgspec.Meta(ge=0, le=28)] = 0

    def as_changes(self) -> ScheduleChanges:
        """Return it in the words of the desk."""
        return ScheduleChanges(Rhythm(self.every, self.day, self.hour), self.agent_ids)


class LetterInput(Input):
    """A saved report for oneself, now. client_key: made by who asks; the same again is the same letter."""

    client_key: UUID
