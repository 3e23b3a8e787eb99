"""Runs one long command and tells a person how it goes."""

import queue
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from tools.trouble import Trouble

QUIET_S = 10
KEPT_LINES = 400

Follow = Callable[[str], str | None]


def run(
    title: str,
    command: Sequence[object],
    *,
    cwd: Path,
    env: Mapping[str, str] | None = None,
    follow: Follow = lambda line: None,
) -> None:
    """Run a command to its end; raise Trouble, with the end of its output, where it fails.

    follow: turns a line of output into a few words of progress, or None; called with "" in every silent second.
    """
    progress = Progress(title)
    kept: deque[str] = deque(maxlen=KEPT_LINES)
    with subprocess.Popen(
        [str(part) for part in command],
        cwd=cwd,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    ) as process:
        try:
            _watch(process, progress, kept, follow)
        except BaseException:
            _end(process)
            raise
    if process.returncode != 0:
        progress.fail()
        raise Trouble.from_output(title, "".join(kept))
    progress.done()


class Progress:
    """One line: rewritten each second on a terminal, repeated now and then in a log."""

    def __init__(self, title: str) -> None:
        self._title = title
        self._detail = ""
        self._started = self._told = time.monotonic()
        self._live = sys.stdout.isatty()
        self._print(f"{title} ...")

    def show(self, detail: str | None) -> None:
        """Take note of where the step is, and say so if it is time; None says only that it goes on."""
        self._detail = detail or self._detail
        if time.monotonic() - self._told >= (0.2 if self._live else QUIET_S):
            self._told = time.monotonic()
            self._print(f"{self._title} ... {self._detail} ({self._seconds()})".replace("...  ", "... "))

    def done(self) -> None:
        """Say that the step is finished and how long it took."""
        self._print(f"{self._title}: done in {self._seconds()}", last=True)

    def fail(self) -> None:
        """Leave the line as it is."""
        self._print(f"{self._title}: failed after {self._seconds()}", last=True)

    def _seconds(self) -> str:
        return f"{time.monotonic() - self._started:.0f} s"

    def _print(self, line: str, *, last: bool = False) -> None:
        if not self._live:
            print(line, flush=True)
            return
        print(f"\r\033[K{line}", end="\n" if last else "", flush=True)


def _watch(process: subprocess.Popen[str], progress: Progress, kept: deque[str], follow: Follow) -> None:
    lines: queue.Queue[str | None] = queue.Queue()
    threading.Thread(target=_read, args=(process, lines), daemon=True).start()
    while True:
        try:
            line = lines.get(timeout=1)
        except queue.Empty:
            progress.show(follow(""))
            continue
        if line is None:
            return
        kept.append(line)
        progress.show(follow(line))


def _read(process: subprocess.Popen[str], lines: queue.Queue[str | None]) -> None:
    assert process.stdout is not None
    for line in process.stdout:
        lines.put(line)
    lines.put(None)


def _end(process: subprocess.Popen[str]) -> None:
    # After Ctrl-C the command got the signal as well and is tidying up.
    print(flush=True)
    for patience_s, send in ((3, process.terminate), (3, process.kill)):
        try:
            process.wait(patience_s)
        except subprocess.TimeoutExpired:
            send()
        except KeyboardInterrupt:
            process.kill()
