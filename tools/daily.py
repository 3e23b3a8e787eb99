"""What `make test` leaves to `make trials`: what takes long, but for one of each kind."""

from pathlib import Path
from typing import Final

# Folders and files, each with whoever watches the same promise every day, nearer to it.
LONG: Final = (
    "tests/browser/",  # tests/web, tests/journeys and the tests of the front end in TypeScript
    "tests/faults/",  # the dying of each step: tests/channels, tests/helpdesk
    "tests/routing/test_two_workers.py",  # tests/routing/test_jobs.py
    "tests/runtime/test_demo.py",  # tests/runtime/test_demo_people.py
    "tests/tools/test_bytecode.py",
    "tests/tools/test_packages.py",
)
STILL_DAILY: Final = (
    # a person's first hour in a browser, and a round of faults over web chat, mail and Telegram
    "tests/browser/test_first_journey.py",
    "tests/faults/test_crash_points.py::test_nothing_is_lost_or_doubled_by_a_crash[relay.after_number]",
    "tests/faults/test_disk_full.py",
    "tests/faults/test_nemesis.py",
)


def is_long(node_id: str) -> bool:
    """Say whether a test is left to `make trials`."""
    return node_id.startswith(LONG) and not node_id.startswith(STILL_DAILY)


def wholly_long_files(root: Path) -> list[str]:
    """List the files of which every test is left to `make trials`."""
    files = sorted(str(file.relative_to(root)) for file in (root / "tests").rglob("test_*.py"))
    kept = tuple(name.partition("::")[0] for name in STILL_DAILY)
    return [file for file in files if file.startswith(LONG) and file not in kept]
