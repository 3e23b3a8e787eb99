"""The preloaded fork server that every part is forked from."""

import multiprocessing
from multiprocessing import forkserver
from multiprocessing.context import ForkServerContext


def start_fork_server() -> ForkServerContext:
    """Start the fork server and return at once; it loads what the parts need meanwhile."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["runtime.preload"])
    forkserver.ensure_running()
    return context


def stop_fork_server() -> None:
    """End the fork server and wait for it, so that nothing of us is left when the command returns."""
    # Otherwise it ends a moment after us; the standard library has no public name for this.
    forkserver._forkserver._stop()  # type: ignore[attr-defined]
