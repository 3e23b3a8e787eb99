"""A part as a child process of the supervisor."""

import contextlib
import signal
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext, ForkServerProcess
from typing import Any

from runtime.child import run_child
from runtime.lifeline import GO, STOP
from runtime.logs import LogFormat


@dataclass(frozen=True, slots=True)
class Part:
    """A named callable, given as "module:function", that gets a Lifeline and `args`."""

    name: str
    target: str
    args: tuple[Any, ...] = ()  # whatever the part's function takes; must be picklable


class PartChild:
    """One part in a process of its own, forked from the preloaded fork server.

    may_go: whether what the part works on is ready for it; else it does what needs none of that until `go`.
    """

    def __init__(self, part: Part, context: ForkServerContext, log_format: LogFormat, *, may_go: bool = True) -> None:
        self.name = part.name
        self._part = part
        self._context = context
        self._log_format = log_format
        self._may_go = may_go
        self._process: ForkServerProcess | None = None
        self._conn: Connection | None = None

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    @property
    def sources(self) -> list[int | Connection]:
        """What becomes readable when the part has ended or has something to say."""
        if self._process is None:
            return []
        return [self._process.sentinel, *([self._conn] if self._conn else [])]

    def start(self) -> None:
        """Start the process; OSError or EOFError when the fork server just died."""
        self._conn, theirs = self._context.Pipe()
        with theirs:
            process = self._context.Process(
                target=run_child,
                args=(self._part.name, self._part.target, self._part.args, theirs, self._log_format),
                name=f"helpdesk-{self.name}",
                daemon=True,
            )
            process.start()
            self._process = process
        if self._may_go:
            self._send(GO)

    def heard(self) -> list[str]:
        """Return what the part said since the last call."""
        said: list[str] = []
        with contextlib.suppress(EOFError, OSError):
            while self._conn and self._conn.poll():
                said.append(self._conn.recv_bytes().decode())
            return said
        self._hang_up()
        return said

    def ended(self) -> str | None:
        """Say how the part ended, or None while it runs."""
        if self._process is None:
            return "was not started"
        code = self._process.exitcode
        if code is None:
            return None
        self._hang_up()
        self._process.close()
        self._process = None
        return f"killed by {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"

    def go(self) -> None:
        """Say that what the part works on is ready, to this process and to those started after it."""
        self._may_go = True
        self._send(GO)

    def ask_to_stop(self) -> None:
        self._send(STOP)

    def kill(self) -> None:
        if self._process:
            self._process.kill()
            self._process.join(timeout=5.0)

    def _send(self, word: bytes) -> None:
        if self._conn:
            with contextlib.suppress(OSError):
                self._conn.send_bytes(word)

    def _hang_up(self) -> None:
        # Ends the part too if it outlived the fork server that should have told us of its end.
        if self._conn:
            self._conn.close()
        self._conn = None
