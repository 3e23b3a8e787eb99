"""An agent's screen: what the console loads, and the comparison made by the console's own code."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any, Final

import pytest

from tests.edge import Browser

ROOT: Final = Path(__file__).parents[2]
VIEWS: Final = ("mine", "unassigned", "waiting", "all", "snoozed", "resolved", "spam", "trash")
SORTS: Final = ("urgency", "waiting", "activity", "created", "priority")
# How many of the lists a snapshot has; others with each turn, and all of them within four turns.
LISTS: Final = int(os.environ.get("HELPDESK_TEST_LISTS", "4"))

Json = dict[str, Any]


def snapshot(browser: Browser, ticket_id: int, *, turn: int) -> Json:
    """Load what the console shows, by the requests it makes itself: everything but the lists that have no turn."""
    me = _get(browser, "/api/me")
    ticket = _get(browser, f"/api/tickets/{ticket_id}")
    customer_id = ticket["ticket"]["customer"]["id"]
    return {
        "me": me["agent"]["id"],
        "workspace": _get(browser, "/api/workspace"),
        "counts": _get(browser, "/api/counts"),
        "lists": [_get(browser, f"/api/tickets?view={view}&sort={sort}") for view, sort in _lists(me, turn=turn)],
        "ticket": ticket,
        "customer": _get(browser, f"/api/customers/{customer_id}"),
        "history": _get(browser, f"/api/customers/{customer_id}/history"),
    }


def _lists(me: Json, *, turn: int) -> list[tuple[str, str]]:
    views = [*VIEWS, *(f"team:{team_id}" for team_id in me["agent"]["team_ids"])]
    known = [*((view, SORTS[0]) for view in views), *(("all", sort) for sort in SORTS[1:])]
    return [known[(turn * LISTS + at) % len(known)] for at in range(min(LISTS, len(known)))]


def compiled_comparison(folder: Path) -> Path:
    """Bundle the comparison for Node; the test is skipped, loudly, where Node or the front end's packages lack."""
    esbuild = ROOT / "node_modules" / ".bin" / "esbuild"
    if shutil.which("node") is None or not esbuild.exists():
        if os.environ.get("HELPDESK_TEST_REQUIRE_PEERS"):
            pytest.fail("Node or node_modules is missing, and every peer is required here")
        pytest.skip("Node or node_modules is missing: run the set-up first")
    script = folder / "compare.mjs"
    source = ROOT / "web" / "frontend" / "tests" / "compare.ts"
    command = [esbuild, source, "--bundle", "--format=esm", "--platform=node", f"--outfile={script}"]
    subprocess.run([*map(str, command), "--log-level=error"], check=True)
    return script


def differences(script: Path, before: Json, frames: list[Json], after: Json) -> list[str]:
    """Return where the first snapshot with the frames applied differs from the later snapshot."""
    given = script.with_name("given.json")
    given.write_text(json.dumps({"before": before, "frames": frames, "after": after}))
    found: list[str] = json.loads(subprocess.check_output(["node", str(script), str(given)], text=True))
    return found


def _get(browser: Browser, path: str) -> Any:  # JSON
    answer = browser.get(path)
    assert answer.status_code == 200, (path, answer.status_code, answer.text)
    return answer.json()
