"""The preloaded fork server that every part is forked from."""

import multiprocessing
from multiprocessing import forkserver, resource_tracker
from multiprocessing.context import ForkServerContext


def start_fork_server(*preload: str) -> ForkServerContext:
    """Start the fork server and return at once; it imports the modules `preload` meanwhile."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["runtime.deaf", "runtime.uncollected", *preload])
    forkserver.ensure_running()
    return context


def stop_fork_server() -> None:
    """End the fork server and wait for it, so that nothing of us is left when the command returns."""
    # Otherwise both end a moment after us; the standard library has no public names for this.
    forkserver._forkserver._stop()  # type: ignore[attr-defined]
    resource_tracker._resource_tracker._stop()  # type: ignore[attr-defined]
