"""What keeps an agent from a ticket, in the order in which it is asked."""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple, TypeAlias

from routing.shapes import Id


class Hurdle(StrEnum):
    """What an agent fails at, in the order in which it is asked."""

    NOT_IN_TEAM = "not_in_team"
    LACKS_LANGUAGE = "lacks_language"
    LACKS_SKILL = "lacks_skill"
    SUITABLE = "suitable"
    OUT_OF_HOURS = "out_of_hours"
    TEAM_PULLS = "team_pulls"
    OFFLINE = "offline"
    LEVEL_TOO_LOW = "level_too_low"
    DECLINED = "declined"
    CHANNEL_LIMIT = "channel_limit"
    TEAM_LIMIT = "team_limit"
    RAMPING = "ramping"
    AT_CAPACITY = "at_capacity"
    CUSTOMERS_WAIT = "customers_wait"
    EMAIL_IN_HAND = "email_in_hand"
    KEPT_FOR_USUAL_AGENT = "kept_for_usual_agent"
    ABOUT_TO_START = "about_to_start"


class Bar(NamedTuple):
    """A hurdle of the team's own rules, with its detail."""

    hurdle: Hurdle
    detail: str = ""


Bars: TypeAlias = Mapping[Id, Bar]
