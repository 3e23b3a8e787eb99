"""Teams: made, renamed, staffed; removed only when nothing depends on them any more."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from helpdesk import clock, sla_policies
from helpdesk.actions import label
from helpdesk.actions.workspace.changes import What, leave_trace, one_line, require_known
from helpdesk.errors import Conflict, NotFound
from helpdesk.models import ACTIVE, Agent, Automation, OthersTickets, Rule, SlaPolicy, Team, TeamMember, Ticket
from helpdesk.models.channels import Channel
from helpdesk.permissions import SYSTEM, Actor
from helpdesk.queries.uses import OWNED, give_to, owned, uses

NAME_CHARS: Final = 80
MAX_TEAMS: Final = 500


@dataclass(frozen=True, slots=True)
class TeamChanges:
    """None: leave it as it is."""

    name: str | None = None
    member_ids: Collection[int] | None = None
    others_tickets: OthersTickets | None = None


def create_team(session: Session, *, name: str, member_ids: Collection[int], by: Actor, address: str = "") -> Team:
    """Make a team of these agents; Conflict "name_taken" when there is one of this name."""
    name = _free_name(session, name)
    if (session.scalar(select(func.count()).select_from(Team)) or 0) >= MAX_TEAMS:
        raise Conflict(f"A desk has at most {MAX_TEAMS} teams.", code="too_many_teams")
    team = Team(name=name, created_at=clock.now())
    session.add(team)
    session.flush()
    _staff(session, team.id, member_ids)
    leave_trace(session, "team.made", what=What.TEAMS, thing=f"team:{team.id}", by=by, address=address)
    return team


def change_team(session: Session, team_id: int, changes: TeamChanges, *, by: Actor, address: str = "") -> Team:
    """Rename a team or change who is in it; what is the same changes and records nothing."""
    team = _open_team(session, team_id)
    changed: list[str] = []
    if changes.name is not None and changes.name != team.name:
        team.name = _free_name(session, changes.name, but=team.id)
        changed.append("name")
    if changes.others_tickets is not None and changes.others_tickets is not team.others_tickets:
        team.others_tickets = changes.others_tickets
        changed.append("others_tickets")
    if changes.member_ids is not None and _staff(session, team.id, changes.member_ids):
        changed.append("member_ids")
    if changed:
        data = {"fields": changed}
        leave_trace(
            session, "team.changed", what=What.TEAMS, thing=f"team:{team.id}", by=by, address=address, data=data
        )
    return team


def remove_team(session: Session, team_id: int, *, by: Actor, address: str = "") -> None:
    """Remove a team; Conflict "team_in_use" says what still depends on it, so that no ticket changes hands unseen."""
    team = _open_team(session, team_id)
    _refuse_used(session, team)
    session.delete(team)
    leave_trace(session, "team.removed", what=What.TEAMS, thing=f"team:{team.id}", by=by, address=address)


def hand_over(session: Session, team_id: int, *, to_id: int, limit: int) -> int:
    """Give up to `limit` tickets of a team, its channels and its rules to another; return how many tickets moved."""
    _open_team(session, team_id)
    if to_id == team_id:
        raise Conflict("Choose another team.", code="same_team", to_team_id=to_id)
    require_known(session, Team.id, [to_id], field="to_team_id")
    for channel in session.scalars(select(Channel).where(Channel.team_id == team_id)):
        channel.team_id = to_id
    _give_words(session, team_id, to_id)
    ids = session.scalars(select(Ticket.id).where(Ticket.team_id == team_id).order_by(Ticket.id).limit(limit)).all()
    for ticket_id in ids:
        label.set_team(session, ticket_id, team_id=to_id, by=SYSTEM)
    return len(ids)


def _give_words(session: Session, team_id: int, to_id: int) -> None:
    """Have rules, service levels, automations and whatever else is shared name the other team, and belong to it."""
    changed = give_to(session, "team", team_id, to=to_id)
    for policy in {row.id: row for row in changed if isinstance(row, SlaPolicy)}.values():
        policy.version += 1
        sla_policies.renew(session)
    for automation in {row.id: row for row in changed if isinstance(row, Automation)}.values():
        automation.version += 1
    for _, model in OWNED:
        session.execute(update(model).where(model.team_id == team_id).values(team_id=to_id))


def _open_team(session: Session, team_id: int) -> Team:
    team = session.get(Team, team_id, with_for_update=True)
    if team is None:
        raise NotFound
    return team


def _free_name(session: Session, name: str, *, but: int | None = None) -> str:
    name = one_line(name, field="name", max_chars=NAME_CHARS)
    known = session.execute(select(Team.id, Team.name))
    if any(other.casefold() == name.casefold() and id != but for id, other in known):
        raise Conflict("There is a team of this name already.", code="name_taken", name="taken")
    return name


def _staff(session: Session, team_id: int, member_ids: Collection[int]) -> bool:
    wanted = set(member_ids)
    members = set(session.scalars(select(TeamMember.agent_id).where(TeamMember.team_id == team_id)))
    if wanted == members:
        return False
    require_known(session, Agent.id, wanted - members, field="member_ids")
    session.execute(delete(TeamMember).where(TeamMember.team_id == team_id, TeamMember.agent_id.in_(members - wanted)))
    session.add_all(TeamMember(team_id=team_id, agent_id=agent_id) for agent_id in sorted(wanted - members))
    return True


def _refuse_used(session: Session, team: Team) -> None:
    tickets = session.scalar(select(func.count()).select_from(Ticket).where(Ticket.team_id == team.id)) or 0
    active = (
        session.scalar(
            select(func.count()).select_from(Ticket).where(Ticket.team_id == team.id, Ticket.category.in_(ACTIVE))
        )
        or 0
    )
    channels = session.scalars(select(Channel.id).where(Channel.team_id == team.id)).all()
    rules = [rule.id for rule in _rules_of(session, team.id)]
    users = [*uses(session, "team", team.id), *owned(session, team.id)]
    if tickets or channels or users:
        raise Conflict(
            f"{team.name} still has {active} open and {tickets - active} finished tickets, {len(channels)} channels "
            f"and {len(users)} rules, views and the like. Give them to another team first (tickets_to), or change them.",
            code="team_in_use",
            open_tickets=active,
            tickets=tickets,
            channel_ids=list(channels),
            rule_ids=rules,
            uses=[one.as_json() for one in users],
        )


def _rules_of(session: Session, team_id: int) -> Sequence[Rule]:
    return [rule for rule in session.scalars(select(Rule)) if rule.actions.get("team_id") == team_id]
