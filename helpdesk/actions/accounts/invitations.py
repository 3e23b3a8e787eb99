"""Invitations: a single-use link, valid for 72 hours, that makes an agent."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, and_, select, update
from sqlalchemy.orm import Session

from helpdesk import clock, db, i18n, settings
from helpdesk.actions import audit, desk_mails, system_mail
from helpdesk.actions.accounts.agents import NewAgent, add_agent, require_free_email
from helpdesk.actions.accounts.checks import checked_email, checked_name
from helpdesk.actions.accounts.grants import Grants, check_grants
from helpdesk.errors import Expired, NotFound
from helpdesk.models import Agent, Invitation, Role
from helpdesk.permissions import SYSTEM, Actor
from helpdesk.tokens import hash_token, new_token

LIFE: Final = timedelta(hours=72)
MAX_OPEN: Final = 500


class Used(Expired):
    """Somebody has joined by this invitation."""

    code = "invitation_used"


@dataclass(frozen=True, slots=True)
class Invited:
    """Whom to invite, and what they will get."""

    email: str
    role: Role
    name: str = ""
    grants: Grants = field(default_factory=Grants)


@dataclass(frozen=True, slots=True)
class Acceptance:
    """What the invited person chose."""

    name: str
    password_hash: str | None
    locale: str


def invite(session: Session, invited: Invited, *, by: Actor, address: str = "") -> tuple[Invitation, str]:
    """Write an invitation and return it with its token, which is kept nowhere; an earlier open one is revoked.

    It goes out by mail as well where the desk has a mailbox.
    """
    email = checked_email(invited.email)
    require_free_email(session, email)
    check_grants(session, invited.grants)
    now, token = clock.now(), new_token()
    session.execute(update(Invitation).where(Invitation.email == email, _is_open(now)).values(revoked_at=now))
    invitation = Invitation(
        email=email,
        name=checked_name(invited.name) if invited.name.strip() else "",
        role=invited.role,
        grants=invited.grants.as_json(),
        token_hash=hash_token(token),
        created_at=now,
        expires_at=now + LIFE,
        created_by_id=by.agent_id,
    )
    session.add(invitation)
    session.flush()
    _audit(session, "invitation.made", invitation, by=by, address=address)
    _mail(session, invitation, token=token, by=by)
    return invitation, token


def open_ones(session: Session) -> list[Invitation]:
    """Return the invitations that can still be accepted, newest first."""
    return list(
        session.scalars(select(Invitation).where(_is_open(clock.now())).order_by(Invitation.id.desc()).limit(MAX_OPEN))
    )


def revoke(session: Session, invitation_id: int, *, by: Actor, address: str = "") -> None:
    """Make an open invitation worthless; NotFound when there is none of this id, harmless when it is over."""
    invitation = session.get(Invitation, invitation_id, with_for_update=True)
    if invitation is None:
        raise NotFound
    if invitation.used_at is None and invitation.revoked_at is None:
        invitation.revoked_at = clock.now()
        _audit(session, "invitation.revoked", invitation, by=by, address=address)


def find(session: Session, token: str) -> Invitation:
    """Return the open invitation of a link; Used, or Expired when it is revoked, too old or was never written."""
    invitation = session.scalar(select(Invitation).where(Invitation.token_hash == hash_token(token)))
    if invitation is not None and invitation.used_at is not None:
        raise Used
    if invitation is None or invitation.revoked_at is not None or invitation.expires_at <= clock.now():
        raise Expired
    return invitation


def accept(session: Session, token: str, *, choice: Acceptance, address: str) -> Agent:
    """Make the agent an invitation promises; Used when somebody was faster, Expired when it is over."""
    return _accept(session, find(session, token), choice=choice, address=address)


def accept_by_email(session: Session, email: str, *, name: str, locale: str, address: str) -> Agent | None:
    """Make the agent an open invitation promises to a verified address; None when there is none. No password is kept.

    Nobody becomes an administrator in this way: that takes the link.
    """
    open_to = (Invitation.email == email, Invitation.role != Role.ADMIN, _is_open(clock.now()))
    found = session.scalar(select(Invitation).where(*open_to).order_by(Invitation.id.desc()).limit(1))
    if found is None:
        return None
    return _accept(session, found, choice=Acceptance(found.name or name, None, locale), address=address)


def _accept(session: Session, invitation: Invitation, *, choice: Acceptance, address: str) -> Agent:
    claimed = db.changed(
        session,
        update(Invitation)
        .where(Invitation.id == invitation.id, _is_open(clock.now()))
        .values(used_at=clock.now())
        .execution_options(synchronize_session=False),
    )
    if claimed != 1:
        raise Used
    new = NewAgent(
        email=invitation.email,
        name=choice.name,
        role=invitation.role,
        password_hash=choice.password_hash,
        locale=choice.locale,
        grants=Grants.of_json(invitation.grants),
    )
    agent = add_agent(session, new, by=SYSTEM, address=address)
    _audit(session, "invitation.accepted", invitation, by=SYSTEM, address=address)
    return agent


def _mail(session: Session, invitation: Invitation, *, token: str, by: Actor) -> None:
    host = session.get(Agent, by.agent_id) if by.agent_id is not None else None
    draft = desk_mails.invitation(
        session,
        invitation,
        token=token,
        by_name=host.name if host else settings.get(session, "desk_name"),
        language=i18n.known(host.locale) if host else i18n.DEFAULT,
    )
    system_mail.post(session, draft)


def _is_open(now: datetime) -> ColumnElement[bool]:
    return and_(Invitation.used_at.is_(None), Invitation.revoked_at.is_(None), Invitation.expires_at > now)


def _audit(session: Session, verb: str, invitation: Invitation, *, by: Actor, address: str) -> None:
    data = {"role": invitation.role.value}
    audit.append(session, verb, by=by, what=f"invitation:{invitation.id}", address=address, data=data)
