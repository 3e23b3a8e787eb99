"""`helpdesk faults`: a round anyone can repeat, and a verdict."""

import json
from pathlib import Path

from tests.runtime import command


def test_a_round_ends_with_a_verdict(tmp_path: Path) -> None:
    done = command.run("faults", "--rounds", "1", "--seed", "7", env=command.environment(tmp_path))

    assert done.returncode == 0, done.stdout + done.stderr
    assert "seed 7: 30 messages" in done.stdout
    figures = json.loads(done.stdout.splitlines()[-1])
    assert (figures["rounds"], figures["lost"], figures["doubled"], figures["broken"]) == (1, 0, 0, [])


def test_two_of_every_part_need_a_database(tmp_path: Path) -> None:
    done = command.run("faults", "--two", env=command.environment(tmp_path))

    assert done.returncode == 2
    assert "--database-url" in done.stderr
