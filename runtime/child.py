"""What runs first in the process of a part."""

import gc
import importlib
import signal
import sys
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any, Final

import structlog

from helpdesk.errors import Misconfigured
from runtime.lifeline import Lifeline
from runtime.logs import LogFormat, configure_logs
from runtime.prctl import name_process

# A batch makes thousands of rows that all live until it is over: looking for cycles among them finds nothing.
GC_THRESHOLDS: Final = (10_000, 20, 20)

log = structlog.get_logger()


def run_child(name: str, target: str, args: tuple[Any, ...], conn: Connection, log_format: LogFormat) -> None:
    """Run the part `target` ("module:function") until it returns; a failure ends the process with code 1 or 2."""
    # Ctrl-C and a closed terminal reach every process; only the supervisor acts on them.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    gc.enable()  # off in the fork server
    gc.set_threshold(*GC_THRESHOLDS)
    name_process(f"helpdesk-{name}")
    configure_logs(name, log_format)
    lifeline = Lifeline(conn)
    lifeline.attach(signal.SIGTERM)
    sys.exit(run_part(lifeline, target, args))


def run_part(lifeline: Lifeline, target: str, args: tuple[Any, ...]) -> int:
    """Run a part in this process and return its exit code."""
    try:
        load(target)(lifeline, *args)
    except Misconfigured as problem:
        log.error(problem.detail)
        return 2
    except Exception:
        log.exception("part failed")
        return 1
    return 0


def load(target: str) -> Callable[..., None]:
    """Import what "module:function" names."""
    module, _, function = target.partition(":")
    found: Callable[..., None] = getattr(importlib.import_module(module), function)
    return found
