"""Named crash points: in fault rounds a process kills itself exactly here."""

import os
import signal
from pathlib import Path

_armed_dir = os.environ.get("HELPDESK_CRASH_POINTS", "")


def crash_point(name: str) -> None:
    """Die by SIGKILL, once, when a file called `name` lies in the folder HELPDESK_CRASH_POINTS names."""
    if not _armed_dir:
        return
    try:
        Path(_armed_dir, name).unlink()
    except FileNotFoundError:
        return
    os.kill(os.getpid(), signal.SIGKILL)
