"""Signals as something the supervisor can wait for."""

import contextlib
import os
import signal
from types import FrameType, TracebackType
from typing import Self

ENDING = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


class StopSignals:
    """While entered: SIGTERM, SIGINT and SIGHUP ask to stop, a second SIGINT to hurry."""

    def __init__(self) -> None:
        self.stopping = False
        self.hurrying = False
        self.source, self._wake = os.pipe()
        os.set_blocking(self._wake, False)
        os.set_blocking(self.source, False)

    def __enter__(self) -> Self:
        # A SIGHUP that is ignored at the start (nohup) stays so.
        wanted = [
            number for number in ENDING if signal.getsignal(number) is not signal.SIG_IGN or number == signal.SIGTERM
        ]
        self._previous = {number: signal.signal(number, self._take) for number in wanted}
        return self

    def __exit__(
        self, _type: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        for number, handler in self._previous.items():
            signal.signal(number, handler)
        os.close(self.source)
        os.close(self._wake)

    def forget(self) -> None:
        """Empty the pipe after it woke a wait."""
        with contextlib.suppress(BlockingIOError):
            os.read(self.source, 64)

    def _take(self, number: int, _frame: FrameType | None) -> None:
        self.hurrying = self.hurrying or (self.stopping and number == signal.SIGINT)
        self.stopping = True
        os.write(self._wake, b"s")
