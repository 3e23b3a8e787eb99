"""A desk for one benchmark: started in a folder of its own, staffed, thrown away."""

import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO

from sqlalchemy.orm import Session

from helpdesk import clock, db
from helpdesk.errors import Unavailable
from helpdesk.models import Agent, AgentSession, ChannelKind, Presence, Role, Team, TeamMember
from helpdesk.models.channels import Channel
from helpdesk.tokens import hash_token, new_name, new_token
from runtime.run_file import RunFile, read_run_file

START_TIMEOUT_S = 180  # on a machine that does much else
LOG = "bench.log"


@dataclass(frozen=True, slots=True)
class Staff:
    """The agents' session tokens, and the public key of each team's chat channel."""

    tokens: Sequence[str]
    channel_keys: Sequence[str]


@dataclass(frozen=True, slots=True)
class BenchDesk:
    """A running desk: its address, the time it took to be ready, and how to find its processes."""

    folder: Path
    running: RunFile
    ready_after_s: float

    @property
    def socket_url(self) -> str:
        """The address of its sockets."""
        return self.running.base_url.replace("http", "ws", 1)

    @property
    def pids(self) -> dict[str, int]:
        """Process ids by part, as they are now."""
        found = read_run_file(self.folder)
        return found.pids if found else {}


@contextmanager
def throwaway_desk(environ: dict[str, str] | None = None, url: str = "") -> Iterator[BenchDesk]:
    """Run `helpdesk up` on a free port, an empty folder and, if one is named, the empty database; stop it at the end."""
    with throwaway_folder() as folder, running_desk(folder, environ or {}, url) as desk:
        yield desk


@contextmanager
def throwaway_folder() -> Iterator[Path]:
    """Make a folder for a desk; it goes with all that is in it."""
    with tempfile.TemporaryDirectory(prefix="helpdesk-bench-") as name:
        yield Path(name)


@contextmanager
def running_desk(folder: Path, environ: dict[str, str], url: str = "") -> Iterator[BenchDesk]:
    """Run `helpdesk up` on a free port and this folder, on the database at `url` if one is named, and stop it at the end."""
    began = time.monotonic()
    with (folder / LOG).open("wb") as log:
        process = _start(folder, environ | ({"HELPDESK_DATABASE_URL": url} if url else {}), log)
        try:
            running = _wait_until_ready(folder, process)
            db.connect(url or f"sqlite:///{folder / 'helpdesk.sqlite3'}")
            yield BenchDesk(folder, running, time.monotonic() - began)
        finally:
            db.disconnect()
            process.terminate()
            process.wait(120)


def hire(session: Session, *, agents: int, teams: int) -> Staff:
    """Make teams, each with a chat channel and an equal share of the agents, all signed in and available."""
    made = [_team(session, number) for number in range(teams)]
    tokens = [_agent(session, number, made[number % teams][0]) for number in range(agents)]
    return Staff(tokens, [channel.public_key for _, channel in made])


def _start(folder: Path, environ: dict[str, str], log: BinaryIO) -> "subprocess.Popen[bytes]":
    settings = {
        "HELPDESK_DATA_DIR": str(folder),
        "HELPDESK_PORT": "0",
        "HELPDESK_TRUSTED_PROXIES": "127.0.0.1",
        "HELPDESK_LOG_LEVEL": "warning",
        "HELPDESK_BACKUP_EVERY_HOURS": "0",
    }
    command = [sys.executable, "-c", "from runtime.cli import main; main()", "up"]
    return subprocess.Popen(command, env={**os.environ, **settings, **environ}, stdout=log, stderr=log)


def _wait_until_ready(folder: Path, process: "subprocess.Popen[bytes]") -> RunFile:
    deadline = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < deadline and process.poll() is None:
        running = read_run_file(folder)
        if running is not None:
            try:
                with urllib.request.urlopen(f"{running.base_url}/readyz", timeout=2) as answer:  # noqa: S310 - loopback
                    if answer.status == 200:
                        return running
            except OSError:
                pass
        time.sleep(0.02)
    raise Unavailable(f"The desk did not start: {(folder / 'bench.log').read_text()[-2000:]}")


def _team(session: Session, number: int) -> tuple[Team, Channel]:
    team = Team(name=f"Team {number}", created_at=clock.now())
    session.add(team)
    session.flush()
    channel = Channel(
        kind=ChannelKind.WEBCHAT,
        name=f"Chat {number}",
        public_key=new_name(),
        team_id=team.id,
        created_at=clock.now(),
    )
    session.add(channel)
    return team, channel


def _agent(session: Session, number: int, team: Team) -> str:
    now, token = clock.now(), new_token()
    agent = Agent(email=f"agent{number}@bench.example", name=f"Agent {number}", role=Role.AGENT, created_at=now)
    session.add(agent)
    session.flush()
    session.add_all(
        [
            Presence(agent_id=agent.id, changed_at=now),
            TeamMember(team_id=team.id, agent_id=agent.id),
            AgentSession(
                agent_id=agent.id,
                token_hash=hash_token(token),
                created_at=now,
                last_seen_at=now,
                expires_at=now + timedelta(hours=8),
            ),
        ]
    )
    return token
