"""run.json: what a running `helpdesk up` tells other commands on the same machine."""

import contextlib
import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path

NAME = "run.json"


@dataclass(frozen=True, slots=True)
class RunFile:
    """pids: process id by part, "supervisor" and "redis" included; started_at: ISO 8601, UTC."""

    host: str
    port: int
    base_url: str
    redis_url: str
    started_at: str
    pids: dict[str, int] = field(default_factory=dict)

    def write(self, data_dir: Path) -> None:
        """Replace the file in one step, readable by its owner only."""
        part = data_dir / f"{NAME}.part"
        fd = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(fd, "w") as file:
            json.dump(asdict(self), file, indent=2)
        part.replace(data_dir / NAME)


def read_run_file(data_dir: Path) -> RunFile | None:
    """Return what is running on this data folder, or None."""
    try:
        found = RunFile(**json.loads((data_dir / NAME).read_text()))
        os.kill(found.pids["supervisor"], 0)
    except PermissionError:
        return found
    except (OSError, ValueError, TypeError, KeyError):
        return None
    return found


def is_left_behind(data_dir: Path) -> bool:
    """Say whether there is the file of a run, which may have ended without removing it."""
    return (data_dir / NAME).exists()


def remove_run_file(data_dir: Path) -> None:
    """Say that nothing runs on this data folder any more."""
    with contextlib.suppress(OSError):
        (data_dir / NAME).unlink()
