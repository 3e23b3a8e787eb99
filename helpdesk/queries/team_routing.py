"""A team's routing rules in the shape of the API."""

from sqlalchemy.orm import Session

from helpdesk import team_routing
from helpdesk.errors import NotFound
from helpdesk.models import Team
from helpdesk.queries.rows import Json
from helpdesk.team_routing import Mode


def routing_view(session: Session, team_id: int | None) -> Json:
    """Return the rules of a team, with None those for tickets of no team."""
    if team_id is not None and session.get(Team, team_id) is None:
        raise NotFound
    rules = team_routing.of_team(session, team_id)
    skills = [
        {"type_id": type_id, "skills": [{"skill_id": id, "level": level} for id, level in sorted(levels.items())]}
        for type_id, levels in sorted(rules.skills_by_type.items())
    ]
    return {**team_routing.written(rules), "team_id": team_id or 0, "skills_by_type": skills}


def pull_team_ids(session: Session) -> list[int]:
    """Return the teams whose agents ask for the next ticket, 0 for tickets of no team."""
    rules = team_routing.of_teams(session)
    return sorted(team_id or 0 for team_id, one in rules.items() if one.mode is Mode.PULL)
