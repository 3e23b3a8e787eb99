"""What admins send about how long things are kept."""

from typing import Annotated

import msgspec

from helpdesk.retention import MOST_DAYS, How, Rule
from web.api.schemas import Input

Days = Annotated[int, msgspec.Meta(ge=1, le=MOST_DAYS)]


class RuleInput(Input):
    """After how many days something goes; null keeps it. tickets_how: "empty" or "delete"."""

    tickets_days: Days | None = None
    tickets_how: How = How.EMPTY
    files_days: Days | None = None
    raws_days: Days | None = None
    visitors_days: Days | None = None

    def as_rule(self) -> Rule:
        """Return it in the words of the desk."""
        return Rule(**msgspec.structs.asdict(self))
