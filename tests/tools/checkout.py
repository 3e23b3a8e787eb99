"""A small checkout of its own: lock files that name one tiny local package, and a project that needs nothing."""

import hashlib
import zipfile
from pathlib import Path

import pytest

from tools.packages import NODE_LOCK, RUNTIME_LOCK
from tools.place import Place

PROJECT = """
[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]

[project]
name = "helpdesk"
version = "0.1.0"
"""

BACKEND = """
import zipfile


def build_editable(folder, config_settings=None, metadata_directory=None):
    with zipfile.ZipFile(f"{folder}/helpdesk-0.1.0-py3-none-any.whl", "w") as wheel:
        info = "helpdesk-0.1.0.dist-info"
        wheel.writestr(f"{info}/METADATA", "Metadata-Version: 2.1\\nName: helpdesk\\nVersion: 0.1.0\\n")
        wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
        wheel.writestr(f"{info}/RECORD", "")
    return "helpdesk-0.1.0-py3-none-any.whl"
"""


class Checkout:
    """A checkout in `root`; its packages come from the folder `wheels`, never from the network."""

    def __init__(self, root: Path, wheels: Path) -> None:
        self.place = Place(root)
        self._wheels = wheels
        (root / "pyproject.toml").write_text(PROJECT)
        (root / "backend.py").write_text(BACKEND)
        self.lock_apple("1.0")

    def lock_apple(self, version: str, *, sha256: str | None = None, lock: str = RUNTIME_LOCK) -> None:
        """Let a lock file name this version of the package `apple`."""
        wheel = write_wheel(self._wheels, version)
        wanted = sha256 or hashlib.sha256(wheel.read_bytes()).hexdigest()
        (self.place.root / lock).write_text(f"apple=={version} --hash=sha256:{wanted}\n")

    def lock_node(self) -> None:
        """Let the lock file of Node.js name `apple` in its stead."""
        self.lock_apple("1.0", lock=NODE_LOCK)

    @property
    def site(self) -> Path:
        """Where packages are installed."""
        return next(self.place.venv.glob("lib/python3.*/site-packages"))

    def apple(self) -> str:
        """Return what the installed package says of itself."""
        return (self.site / "apple.py").read_text()


def write_wheel(folder: Path, version: str) -> Path:
    """Write the package `apple`; the same version is the same file."""
    path = folder / f"apple-{version}-py3-none-any.whl"
    info = f"apple-{version}.dist-info"
    if not path.exists():
        with zipfile.ZipFile(path, "w") as wheel:
            wheel.writestr("apple.py", f"version = '{version}'\n")
            wheel.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: apple\nVersion: {version}\n")
            wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
            wheel.writestr(f"{info}/RECORD", f"apple.py,,\n{info}/METADATA,,\n{info}/WHEEL,,\n{info}/RECORD,,\n")
    return path


def write_program(folder: Path, name: str, lines: str) -> Path:
    """Write an executable shell script."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(f"#!/bin/sh\n{lines}\n")
    path.chmod(0o755)
    return path


def only_these_programs(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """Let the machine have no programs but those in the folder."""
    folder.mkdir(exist_ok=True)
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setenv("HOME", str(folder))
