"""`helpdesk` commands of tests start from a process that has them loaded, and those who run tests from one that has read them.

See tests/warm/server.py.
"""

import contextlib
import inspect
import os
import pickle
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.connection import wait
from pathlib import Path
from typing import Any, Final
from weakref import WeakSet

from tests.warm.server import NUMBER, Wanted

COMMAND: Final = [sys.executable, "-c", "from runtime.cli import main; main()"]
ON_A_DESK: Final = "db.connect(sys.argv[1])"  # in a script of a test that works on the database of its desk
RUNS_TESTS: Final = "import sys;exec(eval(sys.stdin.readline()))"  # execnet's
SERVER: Final = (
    "import sys; from tests.warm.server import load_product, serve;"
    " serve(int(sys.argv[1]), int(sys.argv[2]), at_once=sys.argv[3:] == ['at once'], load=load_product)()"
)
READER: Final = (
    "import sys; from tests.warm.reader import read_tests; from tests.warm.server import serve;"
    " serve(int(sys.argv[1]), int(sys.argv[2]), at_once=True, load=lambda: read_tests(sys.argv[3:]))()"
)
ADDRESS: Final = "WARM_HELPDESK"
READERS_ADDRESS: Final = "WARM_TESTS"
UNKNOWN_END: Final = 9

_Cold = subprocess.Popen
_keepers: WeakSet[socket.socket] = WeakSet()


class Popen(_Cold):  # type: ignore[type-arg]
    """A process as subprocess starts it; a `helpdesk` command without loading it again."""

    is_cold = False
    _keeper: socket.socket | None = None

    def _execute_child(self, *given: Any, **named: Any) -> None:  # what subprocess hands itself
        asked = inspect.signature(_Cold._execute_child).bind(self, *given, **named).arguments  # type: ignore[attr-defined]
        address = None if self.is_cold else _address_for(asked)
        if address is None:
            super()._execute_child(*given, **named)  # type: ignore[misc]
            return
        self._keeper = socket.socket(socket.AF_UNIX)
        _keepers.add(self._keeper)
        self._keeper.connect(address)
        files = [
            file if file != -1 else number
            for number, file in enumerate((asked["p2cread"], asked["c2pwrite"], asked["errwrite"]))
        ]
        socket.send_fds(self._keeper, [pickle.dumps(_wanted(asked))], files)
        self.pid = int.from_bytes(self._keeper.recv(NUMBER, socket.MSG_WAITALL), "big")
        self._child_created = True
        self._close_pipe_fds(  # type: ignore[attr-defined]
            *(asked[name] for name in ("p2cread", "p2cwrite", "c2pread", "c2pwrite", "errread", "errwrite"))
        )

    def _try_wait(self, wait_flags: int) -> tuple[int, int]:
        if self._keeper is None:
            found: tuple[int, int] = super()._try_wait(wait_flags)  # type: ignore[misc]
            return found
        if not wait([self._keeper], 0 if wait_flags & os.WNOHANG else None):
            return 0, 0
        said = self._keeper.recv(NUMBER, socket.MSG_WAITALL)
        self._keeper.close()
        return self.pid, int.from_bytes(said, "big") if len(said) == NUMBER else UNKNOWN_END

    def _internal_poll(self, *given: Any, **named: Any) -> int | None:  # as above
        if self._keeper is None:
            code: int | None = super()._internal_poll(*given, **named)  # type: ignore[misc]
            return code
        if self.returncode is None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._wait(0)  # type: ignore[attr-defined]
        return self.returncode


@contextmanager
def warm_starts(*, at_once: bool) -> Iterator[None]:
    """Have this process and those it starts from now on ask one warm process for commands, until the block ends.

    at_once: it warms up before anybody asks.
    """
    with _warm(ADDRESS, SERVER, ["at once"] if at_once else []):
        yield


@contextmanager
def tests_read_once(arguments: Sequence[str]) -> Iterator[None]:
    """Have those who run tests beside each other begin where one process has read them, until the block ends.

    arguments: those of pytest.
    """
    with _warm(READERS_ADDRESS, READER, arguments):
        yield


@contextmanager
def _warm(name: str, code: str, arguments: Sequence[str]) -> Iterator[None]:
    folder = Path(tempfile.mkdtemp(prefix="warm-"))
    address = str(folder / "socket")
    alive, held = os.pipe()
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(address)
        listener.listen(64)
        files = (listener.fileno(), alive)
        server = _Cold([sys.executable, "-c", code, *map(str, files), *arguments], pass_fds=files)
    os.close(alive)
    os.environ[name] = address
    try:
        yield
    finally:
        for keeper in [*_keepers]:  # who started a process need not ask how it ended
            keeper.close()
        os.close(held)
        server.wait()
        del os.environ[name]
        shutil.rmtree(folder, ignore_errors=True)


def _address_for(asked: dict[str, Any]) -> str | None:
    """Where to ask for this process; None for one that Python, or whatever it is, starts itself."""
    environ = os.environ if asked["env"] is None else asked["env"]
    plain = not asked["preexec_fn"] and not asked["pass_fds"] and not asked["shell"]
    same_python = all(
        environ.get(name) == os.environ.get(name) for name in {*environ, *os.environ} if name.startswith("PYTHON")
    )
    if not plain or not same_python:
        return None
    arguments = list(asked["args"])
    if _is_of_the_product(arguments):
        return os.environ.get(ADDRESS)
    return os.environ.get(READERS_ADDRESS) if arguments[:1] + arguments[-1:] == [sys.executable, RUNS_TESTS] else None


def _is_of_the_product(arguments: list[Any]) -> bool:
    return arguments[:3] == COMMAND or (arguments[:2] == COMMAND[:2] and ON_A_DESK in arguments[2])


def _wanted(asked: dict[str, Any]) -> Wanted:
    environ = dict(os.environ if asked["env"] is None else asked["env"])
    if _is_of_the_product(list(asked["args"])):
        environ.pop(ADDRESS, None)
    return Wanted(tuple(asked["args"][1:]), environ, str(asked["cwd"] or Path.cwd()), asked["start_new_session"])
