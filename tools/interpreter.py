"""Finds a Python that can run the helpdesk. Kept readable for Python 3.6."""

import glob
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from typing import NamedTuple

from tools.trouble import Trouble

OLDEST = (3, 11)
NEWEST = (3, 14)

# The modules that distributions and home builds leave out.
NEEDED = ("ssl", "sqlite3", "venv", "ensurepip")

PROBE = f"""
import sys
missing = []
for name in {NEEDED!r}:
    try:
        __import__(name)
    except ImportError:
        missing.append(name)
print(sys.version_info[0], sys.version_info[1], *missing)
"""


class Found(NamedTuple):
    """An interpreter of this machine: its (major, minor), and the modules it lacks."""

    path: str
    version: "tuple[int, int]"
    missing: "list[str]"


def is_supported(version: "tuple[int, ...]") -> bool:
    """Say whether the helpdesk runs on this (major, minor)."""
    return OLDEST <= version[:2] <= NEWEST


def find() -> str:
    """Return the path of a supported Python that can make virtual environments, the running one if it will do."""
    looked_at = []
    for found in filter(None, map(probe, candidates())):
        if is_supported(found.version) and not found.missing:
            return found.path
        looked_at.append(found)
    fitting = [found for found in looked_at if is_supported(found.version)]
    raise incomplete(fitting[0]) if fitting else unsupported(looked_at)


def candidates() -> "Iterator[str]":
    """Yield the paths of Pythons worth a look, best first."""
    # Inside a virtual environment the interpreter it was made from, as the environment itself may be about to go.
    yield getattr(sys, "_base_executable", None) or sys.executable
    for name in ("python3.13", "python3.12", "python3.11", "python3.14", "python3"):
        yield from filter(None, [shutil.which(name)])
    for minor in (13, 12, 11, 14):
        yield from sorted(glob.glob(os.path.expanduser(f"~/.pyenv/versions/3.{minor}.*/bin/python3")))


def probe(path: str) -> "Found | None":
    """Ask an interpreter for its version and for what it lacks; None where it does not run."""
    try:
        said = subprocess.check_output([path, "-I", "-c", PROBE], stderr=subprocess.DEVNULL, timeout=20)
        major, minor, *missing = said.decode().split()
    except (OSError, ValueError, subprocess.SubprocessError):
        return None
    return Found(path, (int(major), int(minor)), missing)


def incomplete(found: Found) -> Trouble:
    """Explain that a Python of the right version lacks something."""
    name = "python{}.{}".format(*found.version)
    what = "{} ({}) lacks {}.".format(name, found.path, ", ".join(found.missing))
    if {"venv", "ensurepip"} >= set(found.missing) and os.path.exists("/etc/debian_version"):
        return Trouble(what, f"Debian and Ubuntu keep it in a package of its own: sudo apt install {name}-venv")
    return Trouble(what, "Install a complete Python {}.{} to {}.{}.".format(*OLDEST, *NEWEST))


def unsupported(looked_at: "list[Found]") -> Trouble:
    """Explain that every Python here is too old or too new."""
    versions = sorted({found.version for found in looked_at})
    here = ", ".join("{}.{}".format(*version) for version in versions) or "none"
    what = "Python {}.{} to {}.{} is needed; found here: {}.".format(*OLDEST, *NEWEST, here)
    return Trouble(what, "Install one: " + _install_line())


def _install_line() -> str:
    for tool, line in (
        ("apt-get", "sudo apt install python3 python3-venv"),
        ("dnf", "sudo dnf install python3.12"),
        ("apk", "sudo apk add python3"),
        ("pacman", "sudo pacman -S python"),
        ("brew", "brew install python@3.13"),
    ):
        if shutil.which(tool):
            return line
    return "https://www.python.org/downloads/"
