"""The front end's own tests, run by Node."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.timeout(180)
def test_the_front_ends_own_tests_pass() -> None:
    node = shutil.which("node")
    if node is None or not (ROOT / "node_modules" / "esbuild").exists():
        if os.environ.get("HELPDESK_TEST_REQUIRE_PEERS"):
            pytest.fail("Node or the front end's packages are missing, and every peer is required here")
        pytest.skip("Node is not on the path: the front end's own tests do not run here")

    ran = subprocess.run([node, "web/frontend/tests/run.mjs"], cwd=ROOT, capture_output=True, text=True, check=False)

    assert ran.returncode == 0, failures(ran.stdout) + ran.stderr[-2000:]


def failures(tap: str) -> str:
    """Return what the Test Anything Protocol tells of those that failed; its end where it tells of none."""
    told = [part for part in tap.split("# Subtest: ") if "not ok " in part]
    return "\n".join(part[:1500] for part in told) or tap[-4000:]
