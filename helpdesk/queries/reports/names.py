"""What the rows of a report are called in a file, where no console translates them."""

from collections.abc import Mapping
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk.models import Agent, Tag, Team, TicketType
from helpdesk.models.channels import Channel

AGES: Final = {"0": "0-4 h", "1": "4-24 h", "2": "1-3 d", "3": "3-7 d", "4": "> 7 d"}
DURATIONS: Final = {
    "0": "0-15 min",
    "1": "15-60 min",
    "2": "1-4 h",
    "3": "4-8 h",
    "4": "8-24 h",
    "5": "1-3 d",
    "6": "> 3 d",
}
DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
NAMED: Final = {
    "team": select(Team.id, Team.name),
    "agent": select(Agent.id, Agent.name),
    "channel": select(Channel.id, Channel.name),
    "tag": select(Tag.id, Tag.name),
    "type": select(TicketType.id, TicketType.name),
}


def names_of(session: Session, by: str) -> Mapping[str, str]:
    """Return names by the key of a row; keys without one stand for themselves."""
    if by == "age":
        return AGES
    if by == "duration":
        return DURATIONS
    if by == "hour_of_week":
        return {str(hour): f"{DAYS[hour // 24]} {hour % 24:02d}:00" for hour in range(168)}
    if by not in NAMED:
        return {}
    return {str(id): name for id, name in session.execute(NAMED[by])}
