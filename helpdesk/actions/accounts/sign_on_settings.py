"""How agents sign in at a provider: which one, how the desk is registered there, and whom it lets in."""

from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk import clock, outgoing, secrets, settings
from helpdesk.actions.accounts.grants import Grants, check_grants
from helpdesk.actions.workspace.changes import What, leave_trace
from helpdesk.errors import Invalid
from helpdesk.models import Agent, Role, Setting
from helpdesk.permissions import Actor
from helpdesk.sign_on import provider

KEY: Final = "sign_on"
NEW_PEOPLE: Final = ("invited", Role.AGENT.value, Role.SUPERVISOR.value)
MAX_DOMAINS: Final = 100


@dataclass(frozen=True, slots=True)
class SignOn:
    """What holds. new_people: "invited", or the role of whoever comes from one of the domains.

    passwords_of_admins_only: everybody else signs in at the provider. asks_code: the provider's word is not enough.
    """

    is_on: bool = False
    issuer: str = ""
    client_id: str = ""
    client_secret_id: str | None = None
    name: str = ""
    domains: tuple[str, ...] = ()
    new_people: str = "invited"
    team_ids: tuple[int, ...] = ()
    passwords_of_admins_only: bool = False
    asks_code: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an admin wants; a secret of None stays as it is."""

    kept: SignOn
    client_secret: str | None = field(default=None, repr=False)


def current(session: Session) -> SignOn:
    """Return what holds."""
    kept: dict[str, Any] = settings.get(session, KEY)  # as _as_json writes it
    lists = {name: tuple(kept.get(name, ())) for name in ("domains", "team_ids")}
    return SignOn(**{**kept, **lists})


def secret_of(session: Session, kept: SignOn) -> str:
    """Return the desk's secret at the provider, empty when it has none."""
    return secrets.reveal(session, kept.client_secret_id).decode() if kept.client_secret_id else ""


def change(session: Session, wanted: Wanted, *, by: Actor, address: str = "") -> None:
    """Keep other settings; Invalid names what is wrong. Nobody is locked out: admins keep their passwords."""
    before = current(session)
    _check(session, wanted)
    secret_id = before.client_secret_id
    if wanted.client_secret is not None:
        if secret_id is not None:
            secrets.forget(session, secret_id)
        secret_id = secrets.store(session, wanted.client_secret.encode()) if wanted.client_secret else None
    value = _as_json(wanted.kept, secret_id)
    session.merge(Setting(key=KEY, value={"value": value}, updated_at=clock.now()))
    changed = sorted(name for name, one in _as_json(before, before.client_secret_id).items() if value[name] != one)
    if changed:
        data = {"fields": [f"sign_on.{name}" for name in changed]}
        leave_trace(session, "settings.changed", what=What.SETTINGS, thing="desk", by=by, address=address, data=data)
    provider.forget_all()


def _check(session: Session, wanted: Wanted) -> None:
    kept = wanted.kept
    if kept.issuer:
        try:
            outgoing.checked(kept.issuer)
        except outgoing.AddressRefused:
            raise Invalid("The desk does not go to this address.", issuer="url_refused") from None
    for name in ("issuer", "client_id", "name"):
        if kept.is_on and not getattr(kept, name):
            raise Invalid("This is needed to sign in at a provider.", **{name: "missing"})
    if any("@" in one or "." not in one or one != one.strip().casefold() for one in kept.domains):
        raise Invalid("A domain is what stands behind the @ of addresses.", domains="invalid")
    if len(kept.domains) > MAX_DOMAINS or (kept.new_people != "invited" and not kept.domains):
        raise Invalid("Say from which domains new people may come.", domains="missing")
    check_grants(session, Grants(team_ids=kept.team_ids))
    if kept.passwords_of_admins_only and not _has_admin_with_password(session):
        raise Invalid("No administrator has a password.", passwords_of_admins_only="no_admin")


def _has_admin_with_password(session: Session) -> bool:
    found = select(Agent.id).where(Agent.role == Role.ADMIN, Agent.is_active, Agent.password_hash.is_not(None))
    return session.scalar(found.limit(1)) is not None


def _as_json(kept: SignOn, secret_id: str | None) -> dict[str, Any]:  # a setting's JSON
    return {
        "is_on": kept.is_on,
        "issuer": kept.issuer,
        "client_id": kept.client_id,
        "client_secret_id": secret_id,
        "name": kept.name,
        "domains": list(kept.domains),
        "new_people": kept.new_people,
        "team_ids": list(kept.team_ids),
        "passwords_of_admins_only": kept.passwords_of_admins_only,
        "asks_code": kept.asks_code,
    }
