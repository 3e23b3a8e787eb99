"""Reading mails in another process: one that takes too long or too much is ended, and the next mail gets a new one."""

import contextlib
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec

from channels.email.parsed import ParsedEmail
from channels.email.reading_wire import ANSWER, LENGTH, READ, REQUEST

ROOT: Final = Path(__file__).resolve().parents[2]
# Without the packages around it: what they import takes 0.4 s and 40 MB, and the reader needs none of it.
PROGRAM: Final = """
import sys, types
for name, folder in (("channels", "channels"), ):
    package = types.ModuleType(name)
    package.__path__ = [sys.argv[1] + "/" + folder]
    sys.modules[name] = package
from channels.email.reading_child import main
main(int(sys.argv[2]), float(sys.argv[3]))
"""
MAX_ANSWER_BYTES: Final = 400_000_000
MOST_MAILS: Final = 20_000  # then a fresh process, whatever the old one has gathered

_decoder = msgspec.msgpack.Decoder(ParsedEmail)


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds for one small mail: of the processor, and of waiting in all, more for large ones."""

    cpu_s: float = 5.0
    wall_s: float = 60.0


@dataclass(frozen=True, slots=True)
class Unread:
    """A mail that could not be read, and why."""

    reason: str


class _Died(Exception):
    pass


class MailReadingChild:
    """A process that reads mails, started at the first one. Only one thread may use it."""

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._process: subprocess.Popen[bytes] | None = None
        self._count = 0

    @property
    def pid(self) -> int | None:
        """Its process id while it runs."""
        return self._process.pid if self._process else None

    def read(self, mails: Sequence[bytes]) -> list[ParsedEmail | Unread]:
        """Read mails in their order; one that takes too long, or ends the process twice, is given up; all others are read."""
        found: list[ParsedEmail | Unread] = []
        while len(found) < len(mails):
            left = mails[len(found) :]
            try:
                self._read(left, found)
            except _Died as died:
                took_too_long = self._was_stopped()
                self.close()
                found.append(Unread(str(died)) if took_too_long else self._once_more(mails[len(found)]))
        return found

    def close(self) -> None:
        """End the process."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()

    def _was_stopped(self) -> bool:
        """Say whether the process was ended for the time it took; then there is no doubt which mail is to blame."""
        if self._process is None:
            return False
        with contextlib.suppress(subprocess.TimeoutExpired):
            return self._process.wait(0.5) == -signal.SIGXCPU
        return False

    def _once_more(self, mail: bytes) -> ParsedEmail | Unread:
        """Read a mail alone: the process may have died of something else."""
        found: list[ParsedEmail | Unread] = []
        try:
            self._read([mail], found)
        except _Died as died:
            self.close()
            return Unread(str(died))
        return found[0]

    def _read(self, mails: Sequence[bytes], found: list[ParsedEmail | Unread]) -> None:
        process = self._started()
        assert process.stdin is not None
        assert process.stdout is not None
        wall_s = self._limits.wall_s + sum(map(len, mails)) / 1_000_000
        parts = [REQUEST.pack(len(mails))]
        for mail in mails:
            parts += [LENGTH.pack(len(mail)), mail]
        _send(process.stdin.fileno(), b"".join(parts), deadline=time.monotonic() + wall_s)
        for mail in mails:
            deadline = time.monotonic() + self._limits.wall_s + len(mail) / 1_000_000
            kind, length = ANSWER.unpack(_receive(process.stdout.fileno(), ANSWER.size, deadline=deadline))
            if length > MAX_ANSWER_BYTES:
                raise _Died("It becomes too large.")
            data = _receive(process.stdout.fileno(), length, deadline=deadline)
            found.append(_decoder.decode(data) if kind == READ else Unread(data.decode("utf-8", "replace")))
            self._count += 1

    def _started(self) -> "subprocess.Popen[bytes]":
        if self._process is not None and (self._process.poll() is not None or self._count > MOST_MAILS):
            self.close()
        if self._process is None:
            command = [sys.executable, "-I", "-c", PROGRAM, str(ROOT), str(os.getpid()), str(self._limits.cpu_s)]
            self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0)
            assert self._process.stdin is not None
            os.set_blocking(self._process.stdin.fileno(), False)
            self._count = 0
        return self._process


def _send(target: int, data: bytes, *, deadline: float) -> None:
    view = memoryview(data)
    while view:
        if not _is_ready(target, select.POLLOUT, deadline):
            raise _Died("Its reader did not take it in time.")
        try:
            view = view[os.write(target, view[: 1 << 16]) :]
        except BlockingIOError:
            continue
        except OSError:
            raise _Died("Its reader ended.") from None


def _receive(source: int, length: int, *, deadline: float) -> bytes:
    parts: list[bytes] = []
    while length:
        if not _is_ready(source, select.POLLIN, deadline):
            raise _Died("It takes too long to read.")
        with contextlib.suppress(BlockingIOError):
            part = os.read(source, min(length, 1 << 20))
            if not part:
                raise _Died("It took more time or memory than it may, and its reader was ended.")
            parts.append(part)
            length -= len(part)
    return b"".join(parts)


def _is_ready(pipe: int, what: int, deadline: float) -> bool:
    poll = select.poll()
    poll.register(pipe, what)
    return bool(poll.poll(max(0.0, deadline - time.monotonic()) * 1000))
