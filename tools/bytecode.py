"""Keeps the product's modules compiled, so that no start has to do it."""

from pathlib import Path

from tools import packages, step
from tools.place import Place
from tools.stamp import Stamp, digest

PACKAGES = ("helpdesk", "channels", "routing", "web", "runtime")


def is_ready(place: Place) -> bool:
    """Say whether every module is compiled as it is now."""
    return _stamp(place).is_fresh()


def make_ready(place: Place) -> None:
    """Compile what changed, also where Python is told not to write compiled modules by itself."""
    stamp = _stamp(place)
    if stamp.is_fresh():
        return
    stamp.remove()
    command = [place.python, "-m", "compileall", "-q", *_folders(place)]
    step.run("Compiling the modules", command, cwd=place.root, env=packages.clean_environment())
    stamp.leave()


def _stamp(place: Place) -> Stamp:
    # Size and time are what Python itself compares; reading all files would cost every start a part of what this saves.
    modules = sorted(file for folder in _folders(place) for file in (place.root / folder).rglob("*.py"))
    facts = [f"{file} {found.st_size} {found.st_mtime_ns}" for file in modules for found in [file.stat()]]
    return Stamp(place.venv / ".stamps" / "bytecode", digest([], facts=facts))


def _folders(place: Place) -> list[Path]:
    return [Path(name) for name in PACKAGES if (place.root / name).is_dir()]
