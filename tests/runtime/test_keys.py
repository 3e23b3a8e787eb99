"""The generated key file."""

import stat
from pathlib import Path

from helpdesk import secrets
from runtime.keys import keys_of


def test_the_generated_key_is_private_and_stays_the_same(tmp_path: Path) -> None:
    first = keys_of(tmp_path)

    assert keys_of(tmp_path) == first
    assert stat.S_IMODE((tmp_path / "secret.key").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret.key"]


def test_the_generated_key_can_be_used(tmp_path: Path) -> None:
    secrets.configure(keys_of(tmp_path))
