"""A part's tie to whoever started it: when to stop, and that it is ready."""

import contextlib
import os
import signal
import threading
from collections.abc import Callable
from multiprocessing.connection import Connection, wait

STOP = b"stop"
READY = b"ready"
ORPHANED = 75


class Lifeline:
    """Tells a part to stop, and the supervisor that the part is ready.

    conn: the part's end of the supervisor's pipe, None for a part that was started by hand. When the
    supervisor dies, even by kill -9, the pipe ends and so does this process, at once.
    """

    def __init__(self, conn: Connection | None = None) -> None:
        self._conn = conn
        self._stopping = threading.Event()
        self._lock = threading.Lock()
        self._callbacks: list[Callable[[], object]] = []

    @property
    def stopping(self) -> bool:
        return self._stopping.is_set()

    def wait(self, timeout_s: float) -> bool:
        """Sleep until it is time to stop, at most `timeout_s`; return whether it is time."""
        return self._stopping.wait(timeout_s)

    def ready(self) -> None:
        """Say that this part does its work from now on."""
        if self._conn is not None:
            with contextlib.suppress(OSError):
                self._conn.send_bytes(READY)

    def stop(self) -> None:
        """Ask this part to end its work in good order."""
        with self._lock:
            self._stopping.set()
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
            return self._conn.recv_bytes() == STOP
        except (EOFError, OSError):
            os._exit(ORPHANED)
