"""Group commit for the embedded database: writers that wait for each other share one transaction.

SQLite has one writer and each commit costs one trip to the disk. Whoever comes while another commits would wait
anyway, so the next one takes along all who wait: a burst of fifty costs one trip instead of fifty.
"""

import threading
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session

from helpdesk import db

T = TypeVar("T")

MAX_TOGETHER = 50

Work = Callable[[Session], Any]  # what it returns is its caller's


class _Errand:
    """One writer's work, and how it ended."""

    def __init__(self, work: Work) -> None:
        self.work = work
        self.woken = threading.Event()
        self.leads = False
        self.value: Any = None  # what the work returned
        self.error: BaseException | None = None

    def alone(self) -> None:
        """Do it in a transaction of its own."""
        try:
            self.value, self.error = db.retrying(self.work), None
        except BaseException as error:
            self.error = error

    def within(self, session: Session) -> None:
        """Do it as a part of a shared transaction; failing, it takes back only itself."""
        try:
            with session.begin_nested():
                self.value = self.work(session)
        except Exception as error:
            self.error = error


_guard = threading.Lock()
_waiting: list[_Errand] = []
_is_led = False


def together(work: Callable[[Session], T]) -> T:
    """Run short `work` in a transaction, shared with others who wait; what it raises concerns itself alone.

    Returns when it is committed. Like `helpdesk.db.retrying`, it may run `work` more than once.
    """
    if not db.current().is_sqlite:
        return db.retrying(work)
    errand = _Errand(work)
    if not _join(errand):
        errand.woken.wait()
    if errand.leads:
        _lead()
    if errand.error is not None:
        raise errand.error
    value: T = errand.value
    return value


def _join(errand: _Errand) -> bool:
    """Get in line; True when nobody leads and this one must."""
    global _is_led
    with _guard:
        _waiting.append(errand)
        errand.leads, _is_led = not _is_led, True
        return errand.leads


def _lead() -> None:
    with _guard:
        batch = _waiting[:MAX_TOGETHER]
        del _waiting[:MAX_TOGETHER]
    try:
        _run(batch)
    finally:
        _pass_on()
        for errand in batch:
            errand.leads = False
            errand.woken.set()


def _pass_on() -> None:
    """Let the first of those who came meanwhile lead the next."""
    global _is_led
    with _guard:
        _is_led = bool(_waiting)
        if _waiting:
            _waiting[0].leads = True
            _waiting[0].woken.set()


def _run(batch: Sequence[_Errand]) -> None:
    if len(batch) == 1:
        batch[0].alone()
        return
    try:
        with db.transaction() as session:
            for errand in batch:
                errand.within(session)
    except Exception:
        for errand in batch:
            errand.alone()
        return
    for errand in batch:
        if isinstance(errand.error, IntegrityError | OperationalError):
            errand.alone()
