"""Two of every part on one PostgreSQL and one Redis, each its own command: the production shape, to be broken."""

import contextlib
import http.client
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from helpdesk import db
from helpdesk.errors import Unavailable
from runtime.faults.balancer import Balancer
from runtime.faults.desk import PARTS, START_WITHIN_S, BrokenDesk
from runtime.faults.journal import Journal
from runtime.faults.nemesis import Nemesis
from runtime.faults.waiting import now_or_later
from runtime.redis_child import RedisChild
from runtime.run_file import RunFile

COMMAND: Final = (sys.executable, "-c", "from runtime.cli import main; main()")
EACH: Final = 2
RESTART_AFTER_S: Final = 0.3
LONG_FREEZE_S: Final = 20.0


class Cluster(BrokenDesk):
    """What docker-compose.yml describes, by hand: a proxy, two of every part, whatever dies is started again.

    Its parts are called "web-1", "web-2", "worker-1" and so on; make one with `cluster`, in the main thread.
    """

    def __init__(self, folder: Path, database_url: str, *, each: int = EACH) -> None:
        super().__init__(folder, {"HELPDESK_DATABASE_URL": database_url})
        self.data_dir.mkdir(parents=True, exist_ok=True)
        self._redis = RedisChild(self.data_dir)
        self._each = each
        self._web_ports = {f"web-{n}": _free_port() for n in range(1, each + 1)}
        self._balancer = Balancer(list(self._web_ports.values()))
        self._port = self._balancer.port
        self._children: dict[str, subprocess.Popen[bytes]] = {}
        self._stopping = threading.Event()

    @property
    def web_ports(self) -> list[int]:
        """Where its web processes are, past the proxy."""
        return list(self._web_ports.values())

    @property
    def names(self) -> list[str]:
        """Every process that is ours, Redis left out."""
        return [f"{part}-{n}" for part in PARTS for n in range(1, self._each + 1)]

    @property
    def running(self) -> RunFile:
        """What runs now."""
        return RunFile("127.0.0.1", self._port, self.base_url, self._redis.url, "", self.pids())

    def start(self) -> float:
        """Migrate, start everything and return after how many seconds all of it was ready."""
        began = time.monotonic()
        self.starts += 1
        self._redis.start()
        environ = {**self._environment(), "HELPDESK_REDIS_URL": self._redis.url}
        subprocess.run([*COMMAND, "migrate"], env=environ, check=True, capture_output=True)
        for name in self.names:
            self._children[name] = self._run(name)
        threading.Thread(target=self._look_after, name="restarts", daemon=True).start()
        self._balancer.__enter__()
        if not now_or_later(self._is_ready, START_WITHIN_S):
            raise Unavailable(f"The desk did not start:\n{self.log[-3000:]}")
        return time.monotonic() - began

    def stop(self) -> int:
        """End everything; nothing of it is left."""
        self._stopping.set()
        self._balancer.close()
        for child in self._children.values():
            with contextlib.suppress(ProcessLookupError):
                child.send_signal(signal.SIGCONT)
                child.terminate()
        for child in self._children.values():
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(10.0)
            child.kill()
            child.wait()
        self._redis.kill()
        return 0

    def pids(self) -> dict[str, int]:
        """Return the process ids by name, "redis" included."""
        found = {name: child.pid for name, child in self._children.items()}
        return {**found, "redis": self._redis.pid or 0}

    def send(self, part: str, number: signal.Signals) -> int:
        """Send a signal to a part and return the pid it went to; ProcessLookupError when it is dead already."""
        child = self._children[part]
        if child.poll() is not None:
            raise ProcessLookupError(child.pid, part)
        child.send_signal(number)
        return child.pid

    @property
    def is_tired(self) -> bool:
        """Never: these restarts are not put off."""
        return False

    def is_back(self, part: str, was: int) -> bool:
        """Say whether a part runs under another pid than it had."""
        return self.pids().get(part, was) != was

    def _look_after(self) -> None:
        while not self._stopping.wait(RESTART_AFTER_S):
            for name, child in list(self._children.items()):
                if child.poll() is not None and not self._stopping.is_set():
                    self._children[name] = self._run(name)

    def _run(self, name: str) -> "subprocess.Popen[bytes]":
        part, _, number = name.partition("-")
        environ = {
            **self._environment(),
            "HELPDESK_REDIS_URL": self._redis.url,
            "HELPDESK_BASE_URL": self.base_url,
            "HELPDESK_INSTANCE": number,
            "HELPDESK_PORT": str(self._web_ports.get(name, 0)),
        }
        with self._log.open("ab") as log:
            return subprocess.Popen([*COMMAND, part], env=environ, stdout=log, stderr=log, start_new_session=True)

    def _is_ready(self) -> bool:
        return all(_answers(port) for port in self._web_ports.values()) and all(map(self._is_alive, self.names))

    def _is_alive(self, name: str) -> bool:
        part, _, number = name.partition("-")
        environ = {**self._environment(), "HELPDESK_INSTANCE": number}
        done = subprocess.run([*COMMAND, "alive", part], env=environ, capture_output=True, check=False)
        return done.returncode == 0


class ClusterNemesis(Nemesis):
    """Breaks any process of a cluster: killed, or stopped for longer than its leases last."""

    def __init__(self, desk: Cluster, journal: Journal, chance: random.Random) -> None:
        super().__init__(desk, journal, chance)
        self._names = desk.names

    async def strike(self) -> None:
        """Do one thing, chosen by chance."""
        name = self.chance.choice(self._names)
        if self.chance.random() < 0.7:
            await self.kill(name)
        else:
            await self.freeze(name, seconds=self.chance.choice([0.5, 2.0, LONG_FREEZE_S]))


@contextmanager
def cluster(folder: Path, database_url: str, *, each: int = EACH) -> Iterator[Cluster]:
    """Run a cluster, with so many of every part, on an empty database with this process connected to it, and end it at the end."""
    desk = Cluster(folder, database_url, each=each)
    try:
        desk.start()
        db.connect(desk.database_url)
        yield desk
    finally:
        db.disconnect()
        desk.stop()


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2.0)
    with contextlib.suppress(OSError, http.client.HTTPException), contextlib.closing(connection):
        connection.request("GET", "/readyz")
        return connection.getresponse().status == 200
    return False


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port
