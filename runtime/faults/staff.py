"""Who works at a broken desk: agents of one team, signed in without the slow password."""

from collections.abc import Sequence
from dataclasses import dataclass

from helpdesk import db
from runtime.bench.desk import hire


@dataclass(frozen=True, slots=True)
class Crew:
    """The agents' session tokens and the public key of their team's chat."""

    tokens: Sequence[str]
    channel_key: str


def hire_crew(*, agents: int) -> Crew:
    """Put agents of one team and their chat channel into the database this process is connected to."""
    with db.transaction() as session:
        staff = hire(session, agents=agents, teams=1)
    return Crew(staff.tokens, staff.channel_keys[0])
