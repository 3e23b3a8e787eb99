"""Work done once in a process of its own, such as migrating, so that the supervisor stays small."""

from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkServerContext
from typing import Any

import structlog

from helpdesk.errors import Misconfigured
from runtime.child import load
from runtime.lifeline import Lifeline
from runtime.logs import LogFormat
from runtime.part_child import Part, PartChild
from runtime.signals import StopSignals

log = structlog.get_logger()


def call_once(
    part: Part, *, context: ForkServerContext, signals: StopSignals, log_format: LogFormat
) -> Any:  # whatever the part's function returns
    """Return what the part's function returns or the Misconfigured it raises; SystemExit when asked to stop meanwhile."""
    ours, theirs = context.Pipe(duplex=False)
    with ours:
        with theirs:
            child = PartChild(
                Part(part.name, "runtime.once:answer", (part.target, part.args, theirs)), context, log_format
            )
            start_first(child, signals)
        while ours not in wait([ours, signals.source]):
            signals.forget()
            if signals.stopping:
                child.kill()
                raise SystemExit(0)
        answer = _receive(ours, part.name)
    if isinstance(answer, Misconfigured):
        raise answer
    return answer


def start_first(child: PartChild, signals: StopSignals) -> None:
    """Start a process while the fork server may still be beginning; SystemExit when asked to stop meanwhile."""
    try:
        child.start()
    except (OSError, EOFError):
        # A signal to the group may end the fork server before it has learned to ignore it.
        if signals.stopping:
            raise SystemExit(0) from None
        raise


def answer(_lifeline: Lifeline, target: str, args: tuple[Any, ...], conn: Connection) -> None:
    """Call "module:function" and send what it returns, or what it says is misconfigured."""
    try:
        conn.send(load(target)(*args))
    except Misconfigured as problem:
        conn.send(problem)


def _receive(conn: Connection, name: str) -> Any:  # see call_once
    try:
        return conn.recv()
    except EOFError:
        return Misconfigured(f"The step {name!r} failed; the reason is in the log above.")
