"""The name a process has in ps and top."""

import ctypes
import sys

PR_SET_NAME = 15


def name_process(name: str) -> None:
    """Name this process where the system has a way (Linux; at most 15 bytes count)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_NAME, name.encode()[:15], 0, 0, 0)
