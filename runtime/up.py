"""`helpdesk up`: everything on one machine under one supervisor."""

import os
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from multiprocessing.context import ForkServerContext
from typing import Final

import structlog

from helpdesk import clock
from helpdesk.config import Config
from runtime.data_folder import DataFolder
from runtime.fork_server import start_fork_server, stop_fork_server
from runtime.logs import LogFormat
from runtime.once import call_once, start_first
from runtime.part_child import Part, PartChild
from runtime.part_list import parts_behind, web_part
from runtime.ports import open_listener
from runtime.redis_child import RedisChild
from runtime.run_file import RunFile, is_left_behind, remove_run_file
from runtime.run_folder import remove_run_folder
from runtime.signals import StopSignals
from runtime.supervisor import Supervisor

ORPHANS_END_WITHIN_S: Final = 15.0

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Plan:
    """first: done once before the parts start, returns what to tell the person; peers: parts that the gateway waits for."""

    first: str = "runtime.first_start:make_ready"
    peers: Callable[[Config], list[Part]] = lambda config: []


def run_up(config: Config, log_format: LogFormat, *, plan: Plan = Plan()) -> None:
    """Start everything, keep it running, and return when a signal asked to stop and all of it has.

    Raises Misconfigured, with nothing left running, where a person must mend something first.
    """
    os.umask(0o077)
    folder = DataFolder(config.data_dir)
    folder.lock()
    # A supervisor that was killed left its run file, and its parts, which have the port until they notice.
    within_s = ORPHANS_END_WITHIN_S if is_left_behind(folder.path) else 0.0
    with open_listener(config.host, config.port, within_s=within_s) as listener:
        config = replace(config, port=listener.getsockname()[1], data_dir=folder.path)
        with StopSignals() as signals, _fork_server() as context:
            Up(config, log_format, plan=plan, listener=listener, signals=signals, context=context).run()
    remove_run_folder(folder.path)


class Up:
    """One run of the product."""

    def __init__(
        self,
        config: Config,
        log_format: LogFormat,
        *,
        plan: Plan,
        listener: socket.socket,
        signals: StopSignals,
        context: ForkServerContext,
    ) -> None:
        self._config = config
        self._log_format = log_format
        self._plan = plan
        self._listener = listener
        self._signals = signals
        self._context = context
        self._supervisor = Supervisor(signals, on_change=self._write_run_file, on_ready=self._hear)
        self._began = time.monotonic()
        self._started_at = clock.now().isoformat()
        self._to_tell: list[str] = []
        self._greeted = False
        self._awaited: set[str] = set()
        self._waiting: list[Part] = []

    def run(self) -> None:
        """Start, watch, stop."""
        try:
            self._start_redis()
            web = self._start_web()
            self._to_tell = self._make_ready()
            web.go()
            self._take_parts()
            self._supervisor.run()
            log.info("stopping")
        finally:
            self._supervisor.stop()
            remove_run_file(self._config.data_dir)
        log.info("stopped")

    def _start_redis(self) -> None:
        if not self._config.redis_url:
            redis = RedisChild(self._config.data_dir)
            redis.start()
            self._supervisor.take(redis)
            self._config = replace(self._config, redis_url=redis.url)

    def _start_web(self) -> PartChild:
        # The last to be ready: it makes its app on one core while the database is looked at on the other.
        web = PartChild(web_part(self._config, self._listener), self._context, self._log_format, may_go=False)
        start_first(web, self._signals)
        self._supervisor.take(web)
        return web

    def _make_ready(self) -> list[str]:
        part = Part("prepare", self._plan.first, (self._config,))
        told: list[str] = call_once(part, context=self._context, signals=self._signals, log_format=self._log_format)
        return told

    def _take_parts(self) -> None:
        peers, parts = self._plan.peers(self._config), parts_behind(self._config)
        self._awaited = {part.name for part in peers}
        self._waiting = [part for part in parts if peers and part.name == "gateway"]
        self._take([*peers, *(part for part in parts if part not in self._waiting)])

    def _take(self, parts: list[Part]) -> None:
        self._supervisor.take(*(PartChild(part, self._context, self._log_format) for part in parts))

    def _hear(self, name: str) -> None:
        self._awaited.discard(name)
        if self._waiting and not self._awaited:
            self._take(self._waiting)
            self._waiting = []
        if name == "web" and not self._greeted:
            self._greet()

    def _greet(self) -> None:
        self._greeted = True
        log.info(f"ready on {self._config.public_url}", after_s=round(time.monotonic() - self._began, 1))
        for line in self._to_tell:
            log.info(line)

    def _write_run_file(self, pids: dict[str, int]) -> None:
        try:
            self._run_file(pids).write(self._config.data_dir)
        except OSError as error:
            # A full disk must not stop what still runs.
            log.error("cannot say in run.json what runs", error=str(error))

    def _run_file(self, pids: dict[str, int]) -> RunFile:
        config = self._config
        return RunFile(
            host=config.host,
            port=config.port,
            base_url=config.public_url,
            redis_url=config.redis_url,
            started_at=self._started_at,
            pids={"supervisor": os.getpid(), **pids},
        )


@contextmanager
def _fork_server() -> Iterator[ForkServerContext]:
    context = start_fork_server("runtime.preload")
    try:
        yield context
    finally:
        stop_fork_server()
