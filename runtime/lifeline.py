"""A part's tie to whoever started it: when to stop, that it is ready, and that it is not stuck."""

import contextlib
import os
import select
import signal
import threading
import time
from collections.abc import Callable
from multiprocessing.connection import Connection, wait
from pathlib import Path

STOP = b"stop"
GO = b"go"
READY = b"ready"
BEAT = b"beat"
BEAT_EVERY_S = 10.0
ORPHANED = 75


class Lifeline:
    """Tells a part to stop, and the supervisor that the part is ready.

    conn: the part's end of the supervisor's pipe, None for a part that was started by hand; that one touches the file
    `beats` instead. When the supervisor dies, even by kill -9, the pipe ends and so does this process, at once.
    """

    def __init__(self, conn: Connection | None = None, *, beats: Path | None = None) -> None:
        self._conn = conn
        self._beats = beats
        self._beat_due_at = 0.0
        self._stopping = threading.Event()
        self._told_to_go = threading.Event()
        self._lock = threading.Lock()
        self._callbacks: list[Callable[[], object]] = []

    @property
    def stopping(self) -> bool:
        return self._stopping.is_set()

    def wait(self, timeout_s: float) -> bool:
        """Sleep until it is time to stop, at most `timeout_s`; return whether it is time."""
        return self._stopping.wait(timeout_s)

    def wait_for_go(self) -> None:
        """Wait until what this part works on is ready, or until it is time to stop; who was started by hand need not."""
        if self._conn is not None:
            self._told_to_go.wait()

    def ready(self) -> None:
        """Say that this part does its work from now on."""
        if self._conn is not None:
            with contextlib.suppress(OSError):
                self._conn.send_bytes(READY)

    def beat(self) -> None:
        """Say that this part is not stuck; for every turn of its main loop. Whoever began must go on."""
        if time.monotonic() < self._beat_due_at:
            return
        self._beat_due_at = time.monotonic() + BEAT_EVERY_S
        with contextlib.suppress(OSError):
            if self._beats is not None:
                self._beats.touch()
            # A supervisor that does not listen must not hold up the work.
            if self._conn is not None and select.select([], [self._conn], [], 0)[1]:
                self._conn.send_bytes(BEAT)

    def stop(self) -> None:
        """Ask this part to end its work in good order."""
        with self._lock:
            self._stopping.set()
            self._told_to_go.set()
            callbacks, self._callbacks = self._callbacks, []
        for callback in callbacks:
            callback()

    def on_stop(self, callback: Callable[[], object]) -> None:
        """Call `callback` once when it is time to stop, in another thread; at once if it already is."""
        with self._lock:
            if not self.stopping:
                self._callbacks.append(callback)
                return
        callback()

    def attach(self, *stop_signals: signal.Signals) -> None:
        """Listen to the supervisor and to `stop_signals`; only in the main thread."""
        wake_r, wake_w = os.pipe()
        os.set_blocking(wake_w, False)
        # An Event set by a signal handler may deadlock with its own waiter, a byte in a pipe cannot.
        for number in stop_signals:
            signal.signal(number, lambda *_: os.write(wake_w, STOP))
        threading.Thread(target=self._listen, args=(wake_r,), name="lifeline", daemon=True).start()

    def _listen(self, wake_r: int) -> None:
        sources: list[Connection | int] = [wake_r, self._conn] if self._conn else [wake_r]
        while True:
            ready = wait(sources)
            if wake_r in ready:
                os.read(wake_r, 64)
                self.stop()
            if self._conn in ready and self._hear():
                self.stop()

    def _hear(self) -> bool:
        assert self._conn is not None
        try:
            heard = self._conn.recv_bytes()
        except (EOFError, OSError):
            os._exit(ORPHANED)
        if heard == GO:
            self._told_to_go.set()
        return heard == STOP
