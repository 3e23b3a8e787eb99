"""What runs in the process that reads mails: within limits, so that no mail can hurt more than its own reading.

Imports nothing of the desk but the reader itself: started by `channels.email.reader` without the package around it.
"""

import ctypes
import gc
import os
import resource
import signal
import sys
import time
from typing import BinaryIO, Final

import msgspec

from channels.email.parse import parse_email
from channels.email.reading_wire import ANSWER, FAILED, LENGTH, READ, REQUEST

LARGE_BYTES: Final = 10_000_000
MEMORY_BYTES: Final = 256 << 20
LARGE_MEMORY_BYTES: Final = 512 << 20
PR_SET_PDEATHSIG: Final = 1
NICE: Final = 3


def main(parent: int, cpu_s: float) -> None:
    """Answer requests on standard input until it ends. parent: whose child this is; cpu_s: for a small mail."""
    _die_with(parent)
    os.nice(NICE)
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)  # reading makes no cycles worth looking for
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    while (mails := _request(requests)) is not None:
        held = sum(map(len, mails))
        for mail in mails:
            _limit(mail, cpu_s=cpu_s, held=held)
            _answer(answers, *_read(mail))


def _read(mail: bytes) -> tuple[bytes, bytes]:
    try:
        return READ, msgspec.msgpack.encode(parse_email(mail))
    except MemoryError:
        return FAILED, b"It takes too much memory."
    except Exception as error:
        return FAILED, f"{type(error).__name__}: {error}"[:300].encode("utf-8", "replace")


def _request(source: BinaryIO) -> list[bytes] | None:
    """Return the mails of one request, all of them before any is answered, so that neither side waits for the other."""
    head = source.read(REQUEST.size)
    if len(head) < REQUEST.size:
        return None
    mails: list[bytes] = []
    for _ in range(REQUEST.unpack(head)[0]):
        (length,) = LENGTH.unpack(source.read(LENGTH.size))
        mails.append(source.read(length))
    return mails


def _answer(target: BinaryIO, kind: bytes, data: bytes) -> None:
    target.write(ANSWER.pack(kind, len(data)))
    target.write(data)
    target.flush()


def _limit(mail: bytes, *, cpu_s: float, held: int) -> None:
    """Let the next mail take so much time of the processor and so much memory; beyond it the process is ended."""
    allowed_s = cpu_s + len(mail) / 2_000_000
    _set(resource.RLIMIT_CPU, int(time.process_time() + allowed_s) + 1)
    memory = MEMORY_BYTES if len(mail) <= LARGE_BYTES else LARGE_MEMORY_BYTES
    if sys.platform == "linux":
        _set(resource.RLIMIT_AS, _BASE + held + memory)


def _set(which: int, soft: int) -> None:
    _, hard = resource.getrlimit(which)
    resource.setrlimit(which, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard))


def _die_with(parent: int) -> None:
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(0)


def _address_space() -> int:
    try:
        with open("/proc/self/statm") as file:
            return int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0


_BASE: Final = _address_space()
