"""Which built file stands behind each logical name of the front end, and which others it will ask for at once."""

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Final

STATIC: Final = Path(__file__).parent / "static"


def address_of(name: str) -> str | None:
    """Return the address of a built file, e.g. of "console/main.js"; None while it is not built."""
    built = _read(_stamp()).get(name)
    return None if built is None else f"/static/{built}"


def needed_by(name: str, language: str) -> list[str]:
    """Return the addresses of the chunks that a built script and its texts import, so that a page asks for all together."""
    known = _read_needs(_stamp())
    return [f"/static/{built}" for built in dict.fromkeys([*known.get(name, []), *known.get(f"{name}:{language}", [])])]


def build() -> str:
    """Return a name of the console's files that changes with any of them; empty while it is not built."""
    return _read_build(_stamp())


def _stamp() -> int:
    try:
        return (STATIC / "manifest.json").stat().st_mtime_ns
    except OSError:
        return 0


@cache
def _read(stamp: int) -> dict[str, str]:
    if not stamp:
        return {}
    return {str(name): str(built) for name, built in json.loads((STATIC / "manifest.json").read_text("utf-8")).items()}


@cache
def _read_needs(stamp: int) -> dict[str, list[str]]:
    path = STATIC / "preload.json"
    return json.loads(path.read_text("utf-8")) if stamp and path.exists() else {}


@cache
def _read_build(stamp: int) -> str:
    path = STATIC / "shell.json"
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12] if stamp and path.exists() else ""
