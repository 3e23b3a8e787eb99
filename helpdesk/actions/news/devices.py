"""Browsers that are told of news while no console is open: named, listed, forgotten."""

import hashlib
import json
from dataclasses import dataclass
from typing import Final

from sqlalchemy import and_, delete, select
from sqlalchemy.orm import Session

from helpdesk import clock, db, outgoing, secrets, settings
from helpdesk.errors import Invalid, NotFound
from helpdesk.models import Agent, AgentSession, Push, PushDevice, Setting
from helpdesk.permissions import Actor
from helpdesk.web_push import Subscription, from_base64, is_point, new_key, public_half, to_base64

KEY: Final = "push_key"  # a setting: {"public", "secret_id"}
MOST_DEVICES: Final = 10
AUTH_BYTES: Final = 16


@dataclass(frozen=True, slots=True)
class Given:
    """What a browser gave of itself, the keys in base64 for addresses."""

    endpoint: str
    p256dh: str
    auth: str


def checked(given: Given) -> Given:
    """Return what a browser gave if the desk may send there; asks for the host's address, so never in a transaction."""
    outgoing.checked(given.endpoint)
    try:
        point, auth = from_base64(given.p256dh), from_base64(given.auth)
    except ValueError:
        raise Invalid("These are no keys of a browser.", p256dh="unreadable") from None
    if not is_point(point) or len(auth) != AUTH_BYTES:
        raise Invalid("These are no keys of a browser.", p256dh="unreadable")
    return Given(given.endpoint, to_base64(point), to_base64(auth))


def known_key(session: Session) -> str:
    """Return the key by which browsers know this desk, empty where none was made yet."""
    return str(settings.get(session, KEY).get("public", ""))


def public_key(session: Session) -> str:
    """Return the key by which browsers know this desk, made when it is first asked for."""
    db.lock(session, KEY)
    return known_key(session) or _make_key(session)["public"]


def signing_key(session: Session) -> bytes:
    """Return the desk's half of that key; NotFound while there is none."""
    kept = settings.get(session, KEY)
    if not kept:
        raise NotFound
    return secrets.reveal(session, str(kept["secret_id"]))


def name_device(session: Session, given: Given, *, by: Actor, session_id: int, browser: str) -> PushDevice:
    """Keep a checked browser of the actor; one that is known already is theirs from now on. The oldest beyond ten go."""
    content = json.dumps({"endpoint": given.endpoint, "p256dh": given.p256dh, "auth": given.auth}).encode()
    endpoint_hash = hashlib.sha256(given.endpoint.encode()).hexdigest()
    device = session.scalar(select(PushDevice).where(PushDevice.endpoint_hash == endpoint_hash).with_for_update())
    if device is not None and device.agent_id != by.agent_id:
        _forget(session, device)
        device = None
    if device is None:
        device = PushDevice(
            endpoint_hash=endpoint_hash, secret_id=secrets.store(session, content), created_at=clock.now()
        )
        session.add(device)
    else:
        secrets.replace(session, device.secret_id, content)
    device.agent_id, device.session_id = by.agent_id or 0, session_id
    device.host = outgoing.host_of(given.endpoint)
    device.browser = browser[:200]
    session.flush()
    for old in devices_of(session, device.agent_id)[MOST_DEVICES:]:
        _forget(session, old)
    return device


def devices_of(session: Session, agent_id: int) -> list[PushDevice]:
    """Return an agent's browsers that are told of news, newest first."""
    wanted = select(PushDevice).where(PushDevice.agent_id == agent_id)
    return list(session.scalars(wanted.order_by(PushDevice.id.desc()).limit(100)))


def forget_device(session: Session, device_id: int, *, by: Actor) -> None:
    """Tell a browser of the actor nothing any more; NotFound for any other."""
    device = session.get(PushDevice, device_id)
    if device is None or device.agent_id != by.agent_id:
        raise NotFound
    _forget(session, device)


def forget_gone(session: Session, device_id: int) -> None:
    """Drop a browser that does not exist any more, as its push service says, or whose session has ended."""
    device = session.get(PushDevice, device_id)
    if device is not None:
        _forget(session, device)


def subscription(session: Session, device: PushDevice) -> Subscription:
    """Return where a browser is reached."""
    kept = json.loads(secrets.reveal(session, device.secret_id))
    return Subscription(kept["endpoint"], from_base64(kept["p256dh"]), from_base64(kept["auth"]))


def is_signed_in(session: Session, device: PushDevice) -> bool:
    """Say whether the session that named a browser still stands, however long it was idle."""
    wanted = (
        select(AgentSession.id)
        .join(Agent, and_(Agent.id == AgentSession.agent_id, Agent.is_active))
        .where(AgentSession.id == device.session_id, AgentSession.revoked_at.is_(None))
        .where(AgentSession.expires_at > clock.now())
    )
    return session.scalar(wanted) is not None


def _forget(session: Session, device: PushDevice) -> None:
    secrets.forget(session, device.secret_id)
    session.execute(delete(Push).where(Push.device_id == device.id))
    session.delete(device)
    session.flush()


def _make_key(session: Session) -> dict[str, str]:
    key = new_key()
    made = {"public": to_base64(public_half(key)), "secret_id": secrets.store(session, key)}
    session.merge(Setting(key=KEY, value={"value": made}, updated_at=clock.now()))
    session.flush()
    return made
