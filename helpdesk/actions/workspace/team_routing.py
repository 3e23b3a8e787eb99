"""Changing how a team's tickets find their agent."""

from collections.abc import Collection, Mapping
from typing import Final

from sqlalchemy.orm import Session

from helpdesk import clock, team_routing
from helpdesk.actions.workspace.changes import What, leave_trace, require_known
from helpdesk.errors import Invalid, NotFound
from helpdesk.models import Calendar, ChannelKind, Skill, Team, TeamRoutingRow, TicketType
from helpdesk.permissions import Actor
from helpdesk.team_routing import Closed, TeamRouting

LEVELS: Final = range(1, 6)
LONGEST: Final[Mapping[str, int]] = {
    "missed_limit": 100,
    "away_grace_min": 1_440,
    "offline_grace_min": 1_440,
    "late_margin_min": 1_440,
    "sticky_days": 365,
    "sticky_wait_min": 1_440,
    "overflow_after_min": 10_080,
    "ramp_min": 240,
}
MOST_OPEN: Final = 1_000
OFFER_S: Final = range(5, 3_601)


def change_routing(
    session: Session, team_id: int | None, rules: TeamRouting, *, by: Actor, address: str = ""
) -> TeamRouting:
    """Replace the settings of a team, or with None those for tickets of no team; the same changes nothing."""
    if team_id is not None and session.get(Team, team_id) is None:
        raise NotFound
    _check(session, team_id, rules)
    row = team_routing.row_of(session, team_id)
    before = team_routing.written(team_routing.USUAL if row is None else team_routing.read(row.settings))
    wanted = team_routing.written(rules)
    changed = [name for name, value in wanted.items() if before[name] != value]
    if not changed:
        return rules
    if row is None:
        session.add(TeamRoutingRow(team_id=team_id, settings=wanted, updated_at=clock.now()))
    else:
        row.settings, row.updated_at = wanted, clock.now()
    thing = f"team:{team_id or 0}"
    data = {"fields": changed}
    leave_trace(session, "team.routing_changed", what=What.TEAMS, thing=thing, by=by, address=address, data=data)
    return rules


def users_of_calendar(session: Session, calendar_id: int) -> Collection[int]:
    """Return the teams that go by a calendar, 0 for tickets of no team."""
    rules = team_routing.of_teams(session)
    return sorted(team_id or 0 for team_id, one in rules.items() if one.calendar_id == calendar_id)


def _check(session: Session, team_id: int | None, rules: TeamRouting) -> None:
    for name, most in LONGEST.items():
        value = getattr(rules, name)
        if value is not None and not 0 <= value <= most:
            raise Invalid(f"This is a whole number from 0 to {most}.", **{name: "range"})
    _check_kinds(rules)
    _check_skills(session, rules)
    _check_overflow(session, team_id, rules)
    if rules.calendar_id is not None:
        require_known(session, Calendar.id, [rules.calendar_id], field="calendar_id")
    elif rules.out_of_hours is not Closed.ROUTE:
        raise Invalid("Say by which calendar the team works.", calendar_id="missing")


def _check_kinds(rules: TeamRouting) -> None:
    if rules.most_open is not None and not 1 <= rules.most_open <= MOST_OPEN:
        raise Invalid(f"This is a whole number from 1 to {MOST_OPEN}.", most_open="range")
    for kind in ChannelKind:
        if not 1 <= rules.limits.get(kind, 1) <= MOST_OPEN:
            raise Invalid(f"A limit is a whole number from 1 to {MOST_OPEN}.", limits="range")
        seconds = rules.offer_s.get(kind, 0)
        if seconds != 0 and seconds not in OFFER_S:
            raise Invalid(f"An offer stands {OFFER_S[0]} to {OFFER_S[-1]} seconds, or 0 for none.", offer_s="range")


def _check_skills(session: Session, rules: TeamRouting) -> None:
    require_known(session, TicketType.id, rules.skills_by_type.keys(), field="skills_by_type")
    for levels in rules.skills_by_type.values():
        require_known(session, Skill.id, levels.keys(), field="skills_by_type")
        if any(level not in LEVELS for level in levels.values()):
            raise Invalid("A skill level is 1 to 5.", skills_by_type="level")


def _check_overflow(session: Session, team_id: int | None, rules: TeamRouting) -> None:
    if rules.overflow_team_id is None:
        if rules.out_of_hours is Closed.OVERFLOW:
            raise Invalid("Say which team helps out.", overflow_team_id="missing")
        return
    if rules.overflow_team_id == team_id:
        raise Invalid("Choose another team.", overflow_team_id="same")
    require_known(session, Team.id, [rules.overflow_team_id], field="overflow_team_id")
