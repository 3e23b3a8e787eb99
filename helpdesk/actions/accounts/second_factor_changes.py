"""A second factor changed: each change ends other sessions, is in the audit log, and is told to the agent by mail."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk import db, events, settings
from helpdesk.actions import audit, desk_mails, system_mail
from helpdesk.actions.accounts import recovery_codes, second_factors, sessions
from helpdesk.actions.accounts.second_factors import Verdict
from helpdesk.errors import Conflict, NotFound
from helpdesk.models import Agent, Role, SecondFactor
from helpdesk.permissions import SYSTEM, Actor, ActorKind, require_role
from helpdesk.tokens import new_name


def turn_on(
    session: Session, agent_id: int, given: str, *, by: Actor, keep_id: int | None, address: str
) -> tuple[Verdict, list[str]]:
    """Let a new authenticator count when its first code is right; return the recovery codes, which are kept nowhere."""
    verdict = second_factors.confirm(session, agent_id, given)
    if not verdict.is_right:
        return verdict, []
    codes = recovery_codes.renew(session, agent_id)
    _leave_trace(session, agent_id, "on", by=by, keep_id=keep_id, address=address)
    return verdict, codes


def turn_off(session: Session, agent: Agent, *, by: Actor, keep_id: int | None, address: str) -> None:
    """Ask for no code any more; Conflict "second_factor_required" where the desk wants one."""
    if second_factors.is_required(session, agent.role):
        raise Conflict("The desk requires a second factor of you.", code="second_factor_required")
    if second_factors.forget(session, agent.id):
        _leave_trace(session, agent.id, "off", by=by, keep_id=keep_id, address=address)


def renew_codes(session: Session, agent_id: int, *, by: Actor, keep_id: int | None, address: str) -> list[str]:
    """Return new recovery codes, which are kept nowhere; the old ones stop working. Conflict "not_on" without an app."""
    if not second_factors.is_on(session, agent_id):
        raise Conflict("There is no second factor.", code="not_on")
    codes = recovery_codes.renew(session, agent_id)
    _leave_trace(session, agent_id, "codes", by=by, keep_id=keep_id, address=address)
    return codes


def reset(session: Session, agent_id: int, *, by: Actor, address: str = "") -> None:
    """Take the second factor from somebody who lost it: all their sessions end; harmless where there is none."""
    if by.kind is ActorKind.AGENT:
        require_role(by, Role.ADMIN)
    if session.get(Agent, agent_id) is None:
        raise NotFound
    if second_factors.forget(session, agent_id):
        _leave_trace(session, agent_id, "reset", by=by, keep_id=None, address=address)


def end_sessions_without(session: Session, *, by: Actor) -> None:
    """End all sessions of those of whom the desk requires a second factor and who have none: the next one begins with it."""
    db.lock(session, second_factors.RULE)
    have = select(SecondFactor.agent_id).where(SecondFactor.since.is_not(None))
    roles = second_factors.REQUIRED_OF[settings.get(session, "second_factor")]
    lacking = select(Agent.id).where(Agent.role.in_(roles), Agent.id.not_in(have)).order_by(Agent.id)
    for agent_id in session.scalars(lacking).all():
        sessions.end_all(session, agent_id, by=by)


def tell_of_recovery(session: Session, agent_id: int, *, address: str) -> None:
    """Note that somebody came in by a recovery code, and tell them."""
    audit.append(session, "second_factor.recovered", by=SYSTEM, what=f"agent:{agent_id}", address=address)
    _mail(session, agent_id, "recovered")


def _leave_trace(session: Session, agent_id: int, what: str, *, by: Actor, keep_id: int | None, address: str) -> None:
    sessions.end_all(session, agent_id, by=by, keep_id=keep_id)
    verb = {"on": "turned_on", "off": "turned_off", "codes": "codes_renewed", "reset": "reset"}[what]
    audit.append(session, f"second_factor.{verb}", by=by, what=f"agent:{agent_id}", address=address)
    events.record(session, "workspace.changed", by=by, agent_id=agent_id, data={"what": "agents"})
    _mail(session, agent_id, what)


def _mail(session: Session, agent_id: int, what: str) -> None:
    agent = session.get_one(Agent, agent_id)
    draft = desk_mails.second_factor(session, agent, what=what, key=f"second_factor:{new_name()}")
    system_mail.post(session, draft)
