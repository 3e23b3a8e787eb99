"""Keeps the virtual environment as the lock files say."""

import os
import re
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

from tools import interpreter, step
from tools.pip_progress import PipProgress, installed
from tools.place import Place
from tools.stamp import Stamp, digest
from tools.trouble import Trouble

RUNTIME_LOCK = "requirements.lock"
DEV_LOCK = "requirements-dev.lock"
DEMO_LOCK = "requirements-demo.lock"
NODE_LOCK = "requirements-node.lock"

ROOM_MB = 1100

# Compiles what is in a folder but tests, as far as it can be: some packages bring modules that are wrong on purpose.
COMPILE = (
    "import compileall, re, sys; compileall.compile_dir(sys.argv[1], rx=re.compile('/tests/'), quiet=2, workers=0)"
)

# Settings of a person's shell that would put packages elsewhere than into the environment.
MISLEADING = {"PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PYTHONPATH", "PYTHONHOME", "__PYVENV_LAUNCHER__"}


def is_ready(place: Place, locks: Sequence[str]) -> bool:
    """Say whether nothing needs to be installed."""
    stamps = [_lock_stamp(place, lock) for lock in locks]
    return is_usable(place) and all(stamp.is_fresh() for stamp in [*stamps, _project_stamp(place)])


def make_ready(place: Place, locks: Sequence[str]) -> None:
    """Make the environment where none works, install what is missing or changed, and the `helpdesk` command."""
    if not is_usable(place):
        make_environment(place)
    for lock in locks:
        if not _lock_stamp(place, lock).is_fresh():
            _install_lock(place, lock)
    if not _project_stamp(place).is_fresh():
        _install_project(place)


def is_usable(place: Place) -> bool:
    """Say whether there is a whole environment of a supported Python, made in this very folder."""
    # The programs of a moved environment still start the Python of its old place.
    pip = place.program("pip")
    started_by = pip.read_text()[:1000] if pip.is_file() else ""
    return place.python.exists() and str(place.program("python")) in started_by and _is_supported(place)


def make_environment(place: Place) -> None:
    """Make an empty environment; raise Trouble where there is no Python or no room for it."""
    _check_room(place.root)
    python = interpreter.find()
    command = [python, "-m", "venv", "--clear", place.venv]
    step.run(f"Making .venv with {python}", command, cwd=place.root, env=clean_environment())


def clean_environment() -> Mapping[str, str]:
    """Return the environment for pip and venv, without what would lead them astray."""
    kept = {name: value for name, value in os.environ.items() if name not in MISLEADING}
    return kept | {"PIP_USER": "0", "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1"}


def _is_supported(place: Place) -> bool:
    settings = place.venv / "pyvenv.cfg"
    found = re.search(r"^version\w* = (\d+)\.(\d+)", settings.read_text() if settings.is_file() else "", re.MULTILINE)
    return found is not None and interpreter.is_supported((int(found[1]), int(found[2])))


def _check_room(folder: Path) -> None:
    free_mb = shutil.disk_usage(folder).free // 2**20
    if free_mb < ROOM_MB:
        raise Trouble(
            f"The set-up needs {ROOM_MB} MB of disk; {free_mb} MB are free.", "Make room, then run the same command."
        )


def _lock_stamp(place: Place, lock: str) -> Stamp:
    return Stamp(place.venv / ".stamps" / lock, digest([place.root / lock]))


def _project_stamp(place: Place) -> Stamp:
    return Stamp(place.venv / ".stamps" / "helpdesk", digest([place.root / "pyproject.toml"]))


def _install_lock(place: Place, lock: str) -> None:
    stamp = _lock_stamp(place, lock)
    stamp.remove()
    _remove_half_installed(place)
    packages = len(re.findall(r"^[a-z0-9].*==", (place.root / lock).read_text(), re.MULTILINE))
    # The lock is complete, so pip need not work out what else a package wants.
    command = [*_pip(place), "--require-hashes", "--no-deps", "--progress-bar", "off", "-r", lock]
    step.run(
        f"Installing {packages} packages of {lock}",
        command,
        cwd=place.root,
        env=clean_environment(),
        follow=PipProgress(place.venv, packages),
    )
    if lock == RUNTIME_LOCK:
        _compile_packages(place)
    stamp.leave()


def _compile_packages(place: Place) -> None:
    # pip would do so on one core; what only tests and checks load is compiled when it is loaded first
    (site,) = place.venv.glob("lib/python3.*/site-packages")
    step.run("Compiling the packages", [place.python, "-c", COMPILE, site], cwd=place.root, env=clean_environment())


def _install_project(place: Place) -> None:
    stamp = _project_stamp(place)
    stamp.remove()
    command = [*_pip(place), "--no-index", "--no-build-isolation", "--no-deps", "-e", "."]
    step.run("Installing the helpdesk command", command, cwd=place.root, env=clean_environment())
    stamp.leave()


def _pip(place: Place) -> list[object]:
    return [place.python, "-m", "pip", "install", "--no-compile"]


def _remove_half_installed(place: Place) -> None:
    # pip writes INSTALLER after all files of a package, and takes a package without it for installed.
    halves = [info for info in installed(place.venv) if not (info / "INSTALLER").exists()]
    for folder in [*halves, *place.venv.glob("lib/python3.*/site-packages/~*")]:
        shutil.rmtree(folder, ignore_errors=True)
