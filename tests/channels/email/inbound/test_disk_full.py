"""The disk fills up while mail comes: nothing is confirmed that is not stored, and all goes on when there is room again."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.peers.imap import Box

APART = ("unshare", "--map-root-user", "--mount")
ROOT = Path(__file__).resolve().parents[4]


def _may_mount() -> bool:
    tried = [*APART, "mount", "-t", "tmpfs", "tmpfs", "/mnt"]
    return (
        shutil.which("unshare") is not None and subprocess.run(tried, check=False, capture_output=True).returncode == 0
    )


@pytest.mark.skipif(
    not _may_mount(), reason="a small disk cannot be mounted here (it takes Linux with user namespaces)"
)
def test_a_full_disk_costs_no_mail(tmp_path: Path, dovecot_box: Box) -> None:
    story = [sys.executable, "-m", "tests.channels.email.inbound.full_disk", str(tmp_path)]

    done = subprocess.run(
        [*APART, *story, str(dovecot_box.port), dovecot_box.user], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stdout[-3_000:] + done.stderr[-3_000:]
