"""Which agent an identity at a provider belongs to: by issuer and subject, the first time by a verified address."""

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from helpdesk import clock, db, i18n
from helpdesk.actions import audit
from helpdesk.actions.accounts import invitations
from helpdesk.actions.accounts.agents import NewAgent, add_agent
from helpdesk.actions.accounts.checks import checked_email, checked_name
from helpdesk.actions.accounts.grants import Grants
from helpdesk.actions.accounts.sign_on_settings import SignOn
from helpdesk.errors import Invalid, NotFound
from helpdesk.models import Agent, AgentIdentity, Role, SignOnAttempt
from helpdesk.permissions import SYSTEM, Actor
from helpdesk.sign_on.tokens import Person
from helpdesk.sign_on.trouble import SignOnTrouble, Why


def find_or_make(session: Session, person: Person, kept: SignOn, *, address: str) -> Agent:
    """Return the agent somebody is; SignOnTrouble says why they are none."""
    known = _identity(session, person)
    if known is not None:
        agent = session.get_one(Agent, known.agent_id, with_for_update=True)
        if not agent.is_active:
            raise SignOnTrouble(Why.UNKNOWN_PERSON)
        known.last_used_at = clock.now()
        return agent
    email = _verified(person, kept)
    found = session.scalar(select(Agent).where(Agent.email == email).with_for_update())
    if found is not None:
        # Who can make the provider vouch for an address must not become an administrator by it.
        if found.role is Role.ADMIN:
            raise SignOnTrouble(Why.ADMIN)
        if not found.is_active:
            raise SignOnTrouble(Why.UNKNOWN_PERSON)
    agent = found or _make(session, person, kept, email=email, address=address)
    _keep(session, agent, person, by=SYSTEM, address=address)
    return agent


def link(session: Session, agent_id: int, person: Person, *, by: Actor, address: str) -> None:
    """Let an agent who has proven who they are sign in by this identity too."""
    known = _identity(session, person)
    if known is not None:
        if known.agent_id != agent_id:
            raise SignOnTrouble(Why.TAKEN)
        return
    _keep(session, session.get_one(Agent, agent_id), person, by=by, address=address)


def unlink(session: Session, identity_id: int, *, by: Actor, address: str) -> None:
    """Forget an identity of the actor's own; NotFound for any other."""
    found = session.get(AgentIdentity, identity_id)
    if found is None or found.agent_id != by.agent_id:
        raise NotFound
    session.delete(found)
    audit.append(session, "sign_on.unlinked", by=by, what=f"agent:{found.agent_id}", address=address)


def unlink_all(session: Session, agent: Agent, *, by: Actor, address: str) -> None:
    """Forget all identities of an agent, and links of theirs that are under way."""
    session.execute(delete(SignOnAttempt).where(SignOnAttempt.agent_id == agent.id))
    if db.changed(session, delete(AgentIdentity).where(AgentIdentity.agent_id == agent.id)):
        data = {"role": agent.role.value}
        audit.append(session, "sign_on.unlinked", by=by, what=f"agent:{agent.id}", address=address, data=data)


def identities_of(session: Session, agent_id: int) -> list[AgentIdentity]:
    """Return by which identities an agent signs in."""
    found = select(AgentIdentity).where(AgentIdentity.agent_id == agent_id).order_by(AgentIdentity.id).limit(100)
    return list(session.scalars(found))


def _identity(session: Session, person: Person) -> AgentIdentity | None:
    same = (AgentIdentity.issuer == person.issuer, AgentIdentity.subject == person.subject)
    return session.scalar(select(AgentIdentity).where(*same))


def _verified(person: Person, kept: SignOn) -> str:
    if not person.email:
        raise SignOnTrouble(Why.UNVERIFIED)
    try:
        email = checked_email(person.email)
    except Invalid:
        raise SignOnTrouble(Why.UNVERIFIED) from None
    if kept.domains and email.rpartition("@")[2] not in kept.domains:
        raise SignOnTrouble(Why.DOMAIN)
    return email


def _make(session: Session, person: Person, kept: SignOn, *, email: str, address: str) -> Agent:
    name, locale = _name(person, email), i18n.known(person.locale.split("-")[0])
    invited = invitations.accept_by_email(session, email, name=name, locale=locale, address=address)
    if invited is not None:
        return invited
    if kept.new_people == "invited":
        raise SignOnTrouble(Why.UNKNOWN_PERSON)
    new = NewAgent(email, name, Role(kept.new_people), None, locale, Grants(team_ids=kept.team_ids))
    return add_agent(session, new, by=SYSTEM, address=address)


def _name(person: Person, email: str) -> str:
    try:
        return checked_name(person.name)
    except Invalid:
        return email.partition("@")[0][:120]


def _keep(session: Session, agent: Agent, person: Person, *, by: Actor, address: str) -> None:
    now = clock.now()
    session.add(
        AgentIdentity(
            agent_id=agent.id,
            issuer=person.issuer,
            subject=person.subject,
            email=person.email[:254],
            created_at=now,
            last_used_at=now,
        )
    )
    session.flush()
    audit.append(session, "sign_on.linked", by=by, what=f"agent:{agent.id}", address=address)
