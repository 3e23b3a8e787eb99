"""A desk with an invented past, for figures about size."""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from os import environ
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk import clock
from helpdesk.errors import Misconfigured
from helpdesk.models import Agent, AgentSession, ChannelKind, Presence, PresenceStatus, Role, TeamMember
from helpdesk.models.channels import Channel
from helpdesk.tokens import hash_token, new_token
from runtime.bench.desk import BenchDesk, Staff, running_desk

MESSAGES_PER_TICKET = 10
HOURS = timedelta(hours=8)


@dataclass(frozen=True, slots=True)
class Size:
    """How many tickets; folder: a data folder that `helpdesk seed` has filled, None for a new one; url: a database."""

    tickets: int
    folder: Path | None = None
    url: str = ""


@contextmanager
def seeded_desk(size: Size) -> Iterator[BenchDesk]:
    """Fill a desk and run it; a folder that was given stays."""
    if size.folder is not None:
        with running_desk(size.folder, {}, size.url) as desk:
            yield desk
        return
    with tempfile.TemporaryDirectory(prefix="helpdesk-bench-") as name:
        fill(Path(name), size)
        with running_desk(Path(name), {}, size.url) as desk:
            yield desk


def staff_of(session: Session) -> Staff:
    """Sign an admin, a supervisor and an agent of the invented desk in; nobody of them takes tickets."""
    supervisor = session.scalars(select(Agent).where(Agent.role == Role.SUPERVISOR).order_by(Agent.id)).first()
    agent = session.scalars(select(Agent).join(TeamMember).where(Agent.role == Role.AGENT).order_by(Agent.id)).first()
    if supervisor is None or agent is None:
        raise Misconfigured("Nobody works at this desk. Fill it with `helpdesk seed` first.")
    people = [_admin(session), supervisor, agent]
    for person in people:
        presence = session.get(Presence, person.id)
        if presence is not None:
            presence.status = PresenceStatus.AWAY
    keys = session.scalars(select(Channel.public_key).where(Channel.kind == ChannelKind.WEBCHAT).order_by(Channel.id))
    return Staff([_sign_in(session, person) for person in people], keys.all())


def fill(folder: Path, size: Size) -> None:
    """Invent a desk in an empty folder and database."""
    settings = {"HELPDESK_DATA_DIR": str(folder), "HELPDESK_DATABASE_URL": size.url}
    asked = ["--tickets", str(size.tickets), "--messages", str(size.tickets * MESSAGES_PER_TICKET)]
    command = [sys.executable, "-c", "from runtime.cli import main; main()", "seed", *asked]
    done = subprocess.run(command, env={**environ, **settings}, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Misconfigured(f"The desk could not be filled: {done.stderr[-500:]}")


def _admin(session: Session) -> Agent:
    known = session.scalar(select(Agent).where(Agent.email == "admin@bench.example"))
    if known is not None:
        return known
    now = clock.now()
    admin = Agent(email="admin@bench.example", name="Bench", role=Role.ADMIN, created_at=now)
    session.add(admin)
    session.flush()
    session.add(Presence(agent_id=admin.id, changed_at=now))
    return admin


def _sign_in(session: Session, agent: Agent) -> str:
    now, token = clock.now(), new_token()
    session.add(
        AgentSession(
            agent_id=agent.id, token_hash=hash_token(token), created_at=now, last_seen_at=now, expires_at=now + HOURS
        )
    )
    return token
