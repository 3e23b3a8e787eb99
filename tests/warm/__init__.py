"""`helpdesk` commands of tests start from a process that has them loaded, see tests/warm/server.py."""

import contextlib
import inspect
import os
import pickle
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import wait
from pathlib import Path
from typing import Any, Final

from tests.warm.server import NUMBER, Wanted

COMMAND: Final = [sys.executable, "-c", "from runtime.cli import main; main()"]
SERVER: Final = "from tests.warm.server import serve; import sys; serve(sys.argv[1], int(sys.argv[2]), at_once=sys.argv[3:] == ['at once'])()"
ADDRESS: Final = "WARM_HELPDESK"
UNKNOWN_END: Final = 9

_Cold = subprocess.Popen


class Popen(_Cold):  # type: ignore[type-arg]
    """A process as subprocess starts it; a `helpdesk` command without loading it again."""

    is_cold = False
    _keeper: socket.socket | None = None

    def _execute_child(self, *given: Any, **named: Any) -> None:  # what subprocess hands itself
        asked = inspect.signature(_Cold._execute_child).bind(self, *given, **named).arguments  # type: ignore[attr-defined]
        if self.is_cold or not _is_warm(asked):
            super()._execute_child(*given, **named)  # type: ignore[misc]
            return
        self._keeper = socket.socket(socket.AF_UNIX)
        self._keeper.connect(os.environ[ADDRESS])
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
    folder = Path(tempfile.mkdtemp(prefix="warm-"))
    address = str(folder / "socket")
    alive, held = os.pipe()
    arguments = [address, str(alive), *(["at once"] if at_once else [])]
    server = _Cold([sys.executable, "-c", SERVER, *arguments], pass_fds=(alive,))
    os.close(alive)
    os.environ[ADDRESS] = address
    try:
        yield
    finally:
        os.close(held)
        server.wait()
        del os.environ[ADDRESS]
        shutil.rmtree(folder, ignore_errors=True)


def _is_warm(asked: dict[str, Any]) -> bool:
    environ = os.environ if asked["env"] is None else asked["env"]
    plain = not asked["preexec_fn"] and not asked["pass_fds"] and not asked["shell"]
    same_python = all(
        environ.get(name) == os.environ.get(name) for name in {*environ, *os.environ} if name.startswith("PYTHON")
    )
    return list(asked["args"])[:3] == COMMAND and plain and same_python and ADDRESS in os.environ


def _wanted(asked: dict[str, Any]) -> Wanted:
    environ = dict(os.environ if asked["env"] is None else asked["env"])
    environ.pop(ADDRESS, None)
    return Wanted(tuple(asked["args"][1:]), environ, str(asked["cwd"] or Path.cwd()), asked["start_new_session"])
