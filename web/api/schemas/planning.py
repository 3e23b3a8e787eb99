"""What supervisors send to plan with."""

from datetime import datetime
from typing import Annotated

from msgspec import Meta, field

from helpdesk.actions.planning import Asked
from routing.replay.plan import Plan, as_json, checked
from web.api.schemas import Input, line

Moment = Annotated[datetime, Meta(tz=True)]


class NewReplay(Input):
    """Which weeks are to be played again, and what is to be different."""

    name: Annotated[str, line(120)]
    since: Moment
    until: Moment
    plan: Plan = field(default_factory=Plan)

    def as_asked(self) -> Asked:
        """Return it in the words of the desk; Invalid when the plan cannot be."""
        return Asked(self.name, self.since, self.until, as_json(checked(self.plan)))
