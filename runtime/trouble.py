"""A peer that is away fills no log: one line instead of the whole trace."""

import sys

from structlog.typing import EventDict, WrappedLogger

# By name, so that the log does not load whole libraries into processes that use neither.
AWAY = {"psycopg.errors", "psycopg", "redis.exceptions"}
NAMES = {"OperationalError", "InterfaceError", "RedisError"}


def shorten_away(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Replace the trace of a database server or Redis that does not answer by its reason."""
    error = _error_of(event)
    if error is not None and _is_away(error):
        event.pop("exc_info")
        event["error"] = _first_line(error)
    return event


def _error_of(event: EventDict) -> BaseException | None:
    found = event.get("exc_info")
    if found is True:
        found = sys.exc_info()[1]
    elif isinstance(found, tuple):
        found = found[1]
    if not isinstance(found, BaseException):
        return None
    return getattr(found, "orig", None) or found


def _is_away(error: BaseException) -> bool:
    return any(kind.__name__ in NAMES and kind.__module__ in AWAY for kind in type(error).__mro__)


def _first_line(error: BaseException) -> str:
    lines = str(error).strip().splitlines()
    return lines[0] if lines else type(error).__name__
