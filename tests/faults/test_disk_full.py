"""The disk fills up while people write: what cannot be kept is not acknowledged, and all goes on when there is room again."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

APART = ("unshare", "--map-root-user", "--mount")
ROOT = Path(__file__).resolve().parents[2]


def _may_mount() -> bool:
    tried = [*APART, "mount", "-t", "tmpfs", "tmpfs", "/mnt"]
    return (
        shutil.which("unshare") is not None and subprocess.run(tried, check=False, capture_output=True).returncode == 0
    )


@pytest.mark.skipif(
    not _may_mount(), reason="a small disk cannot be mounted here (it takes Linux with user namespaces)"
)
def test_a_full_disk_costs_no_message_and_no_hands(tmp_path: Path) -> None:
    story = [sys.executable, "-m", "tests.faults.full_disk", str(tmp_path)]

    done = subprocess.run([*APART, *story], cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr
