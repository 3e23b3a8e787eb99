"""A desk whose every wire goes through a proxy, whose clock can be moved and whose disk can fill up."""

import contextlib
import os
import shutil
import signal
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

from helpdesk import db
from runtime.faults import small_disk
from runtime.faults.desk import BrokenDesk
from runtime.faults.peers.moved_clock import MovedClock
from runtime.faults.peers.postgresql import PostgreSQL
from runtime.faults.peers.proxy import Proxy
from runtime.redis_child import RedisChild

DATABASES: Final = ("sqlite", "postgresql")


class WiredDesk(BrokenDesk):
    """One machine: `helpdesk up` on SQLite with its own Redis, or on a PostgreSQL and a Redis beside it.

    wires: the proxies it is reached and reaches others through, by name. disks: folders that can be filled.
    """

    def __init__(
        self,
        folder: Path,
        environ: Mapping[str, str],
        *,
        clock: MovedClock,
        wires: Mapping[str, Proxy],
        server: PostgreSQL | None = None,
        redis: RedisChild | None = None,
    ) -> None:
        super().__init__(folder, {**environ, **clock.environ})
        self.clock, self.wires, self.server = clock, wires, server
        self.disks: list[Path] = []
        self._redis = redis

    @property
    def base_url(self) -> str:
        """Where browsers find it: the proxy in front of it."""
        return f"http://127.0.0.1:{self.wires['web'].port}"

    @property
    def socket_url(self) -> str:
        """Where its sockets are."""
        return self.base_url.replace("http", "ws", 1)

    @property
    def database_url(self) -> str:
        """Its database, past the proxy."""
        return self.server.url if self.server else f"sqlite:///{self.data_dir / 'helpdesk.sqlite3'}"

    def start(self) -> float:
        """Start it and return after how many seconds web was ready."""
        took = super().start()
        self.wires["web"].to_port = self._port
        return took

    def pids(self) -> dict[str, int]:
        """Return the process ids by part; "redis" is ours where it is not the desk's."""
        found = super().pids()
        return {**found, "redis": self._redis.pid or 0} if self._redis else found

    def kill_supervisor(self) -> dict[str, int]:
        """Kill the supervisor alone by SIGKILL and return the pids of all it had started; our Redis lives on."""
        pids = super().kill_supervisor()
        return {name: pid for name, pid in pids.items() if name != "redis" or self._redis is None}

    def send(self, part: str, number: signal.Signals) -> int:
        """Send a signal to a part; a Redis beside the desk that was killed is started again at once, by us."""
        if part != "redis" or self._redis is None or self._redis.pid is None:
            return super().send(part, number)
        was = self._redis.pid
        if number is not signal.SIGKILL:
            with contextlib.suppress(ProcessLookupError):
                os.kill(was, number)
            return was
        self._redis.kill()
        self._redis.ended()
        self._redis.start()
        return was

    def is_back(self, part: str, was: int) -> bool:
        """Say whether a part runs under another pid than it had."""
        if part == "redis" and self._redis is not None:
            return (self._redis.pid or was) != was
        return super().is_back(part, was)


@contextmanager
def wired_desk(
    folder: Path,
    *,
    database: str,
    wires: Mapping[str, Proxy],
    small_disks: bool,
    environ: Mapping[str, str] | None = None,
) -> Iterator[WiredDesk]:
    """Run a desk on an empty folder with this process connected to its database, and end it at the end.

    wires: to the peers around it; those to browsers, database and Redis are made here. small_disks: have disks that can
    be filled, which takes `small_disk.go_apart`.
    """
    disks = [folder / "data"] if small_disks else []
    with ExitStack() as stack:
        for disk in disks:
            small_disk.mount(disk)
            stack.callback(small_disk.unmount, disk)
        own = {"web": stack.enter_context(Proxy())}
        settings = {"HELPDESK_BASE_URL": f"http://127.0.0.1:{own['web'].port}", **(environ or {})}
        server, redis = None, None
        if database == "postgresql":
            place = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
            stack.callback(shutil.rmtree, place, ignore_errors=True)
            if small_disks:
                small_disk.mount(place)
                stack.callback(small_disk.unmount, place)
                disks.append(place)
            server = PostgreSQL(place)
            stack.callback(server.stop)
            server.make()
            redis = RedisChild(place_of(folder))
            redis.start()
            stack.callback(redis.kill)
            own["database"] = stack.enter_context(Proxy(server.port))
            own["redis"] = stack.enter_context(Proxy(to_path=redis.url.removeprefix("unix://")))
            settings["HELPDESK_DATABASE_URL"] = server.url_at(own["database"].port)
            settings["HELPDESK_REDIS_URL"] = f"redis://127.0.0.1:{own['redis'].port}"
        desk = WiredDesk(folder, settings, clock=MovedClock(folder), wires={**wires, **own}, server=server, redis=redis)
        desk.disks = disks
        try:
            desk.start()
            db.connect(desk.database_url)
            yield desk
        finally:
            db.disconnect()
            desk.stop()


def place_of(folder: Path) -> Path:
    """Return where the Redis beside a desk has its folder."""
    (folder / "beside").mkdir(exist_ok=True)
    return folder / "beside"
