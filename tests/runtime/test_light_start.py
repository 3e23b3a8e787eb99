"""What a start does not load: each of these costs every process of every desk time before it is ready."""

import subprocess
import sys

from runtime.cli import COMMANDS, SUMMARIES

# Loaded when first used (helpdesk/late.py), by one part alone, or never (helpdesk/optional.py).
HEAVY = {"aiogram", "alembic", "attr", "dns", "holidays", "mako", "numpy", "pydantic", "pygments", "rich", "sklearn"}
HEAVY |= {"xlsxwriter", "IPython", "pytest", "routing.planner", "runtime.demo", "runtime.bench", "runtime.faults"}


def loaded_by(code: str) -> set[str]:
    """Return the names of the modules that a new Python has loaded after running code."""
    told = subprocess.run(
        [sys.executable, "-c", f"{code}; import sys; print(*sys.modules)"], capture_output=True, text=True, check=True
    )
    return set(told.stdout.split())


def test_no_part_loads_what_it_may_never_need() -> None:
    loaded = loaded_by("import runtime.preload")

    assert "web.app" in loaded
    assert loaded & HEAVY == set()


def test_the_supervisor_knows_neither_the_database_nor_the_web() -> None:
    loaded = loaded_by("import runtime.commands.up")

    assert "runtime.supervisor" in loaded
    assert loaded & (HEAVY | {"sqlalchemy", "litestar", "redis", "rq", "helpdesk.models", "web"}) == set()


def test_the_list_of_commands_is_whole_and_loads_none_of_them() -> None:
    loaded = loaded_by("import runtime.cli as cli; cli.helpdesk(['--help'], standalone_mode=False)")

    assert list(SUMMARIES) == list(COMMANDS)
    assert "runtime.cli" in loaded
    assert loaded & (HEAVY | {"sqlalchemy", "litestar", "runtime.commands.up"}) == set()


def test_making_the_app_loads_no_library_that_only_telegram_wants() -> None:
    config = "from helpdesk.config import Config; from web.app import create_app; create_app(Config())"

    assert loaded_by(config) & {"pydantic", "aiogram", "aiohttp"} == set()
