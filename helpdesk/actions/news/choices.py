"""How agents want to be told."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk import clock
from helpdesk.errors import Invalid
from helpdesk.models import Agent, NewsChoice
from helpdesk.news import DAY_MIN, LEAST_MAIL_AFTER_MIN, MAIL_AFTER_MIN, Choices, read_ways
from helpdesk.permissions import Actor


@dataclass(frozen=True, slots=True)
class Wishes:
    """What an agent chose: all ways by kind, quiet hours in minutes of the day, and when mail goes out."""

    ways: dict[str, list[str]]
    quiet: tuple[int, int] | None
    mail_after_min: int = MAIL_AFTER_MIN


def choices_of(session: Session, agent_ids: Collection[int]) -> dict[int, Choices]:
    """Return the choices of these agents, by id; those who never chose have the usual ones."""
    rows = session.execute(
        select(Agent.id, Agent.time_zone, NewsChoice)
        .outerjoin(NewsChoice, NewsChoice.agent_id == Agent.id)
        .where(Agent.id.in_(agent_ids))
    )
    return {agent_id: _choices(zone, row) for agent_id, zone, row in rows}


def choose(session: Session, wishes: Wishes, *, by: Actor) -> Choices:
    """Keep how an agent wants to be told; Invalid names what cannot be chosen."""
    assert by.agent_id is not None
    try:
        ways = read_ways(wishes.ways)
    except ValueError as error:
        raise Invalid("There is no such kind of news, or no such way.", **{f"ways.{error}"[:60]: "unknown"}) from None
    if wishes.quiet is not None and not all(0 <= minute < DAY_MIN for minute in wishes.quiet):
        raise Invalid("Quiet hours are times of the day.", quiet="range")
    if not LEAST_MAIL_AFTER_MIN <= wishes.mail_after_min <= DAY_MIN:
        raise Invalid(f"A letter goes out after {LEAST_MAIL_AFTER_MIN} minutes to a day.", mail_after_min="range")
    quiet_from, quiet_until = wishes.quiet or (None, None)
    session.merge(
        NewsChoice(
            agent_id=by.agent_id,
            ways=ways,
            quiet_from=quiet_from,
            quiet_until=quiet_until,
            mail_after_min=wishes.mail_after_min,
            updated_at=clock.now(),
        )
    )
    session.flush()
    return choices_of(session, [by.agent_id])[by.agent_id]


def _choices(zone: str, row: NewsChoice | None) -> Choices:
    if row is None:
        return Choices(time_zone=zone)
    quiet = None if row.quiet_from is None or row.quiet_until is None else (row.quiet_from, row.quiet_until)
    return Choices(row.ways, quiet, row.mail_after_min, zone)
