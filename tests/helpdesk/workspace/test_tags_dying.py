"""A process that dies amid the thousands of a tag: nothing is lost, and asking again goes on."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import func, select

from helpdesk import db
from helpdesk.actions.workspace import tag_rows, tags
from helpdesk.models import Tag
from tests.cast import Desk
from tests.helpdesk.workspace.tagging import on, on_customer_of, tagged

HERE = """import sys
from helpdesk import db
from helpdesk.actions.workspace import tags
from helpdesk.permissions import SYSTEM
db.connect(sys.argv[1])
"""
MERGES = HERE + "tags.merge_tag(int(sys.argv[2]), into_id=int(sys.argv[3]), by=SYSTEM)"
REMOVES = HERE + "tags.remove_tag(int(sys.argv[2]), by=SYSTEM, even_if_used=True)"


def dies(desk: Desk, tmp_path: Path, program: str, *ids: int) -> None:
    """Run a program in a process of its own that kills itself before it commits its first part."""
    (tmp_path / "tags.before_commit").touch()
    command = [sys.executable, "-c", program, desk.config.resolved_database_url, *map(str, ids)]
    done = subprocess.run(command, env=os.environ | {"HELPDESK_CRASH_POINTS": str(tmp_path)}, check=False, timeout=120)
    assert done.returncode == -9, "it did not come to the point"


@pytest.fixture
def ids(desk: Desk) -> dict[str, int]:
    """Two tags, and the tickets "lost" and "broken" that each has one of them."""
    lost, broken = tagged(desk, "lost", browser="one"), tagged(desk, "broken", browser="two")
    with db.reading() as session:
        known = {f"tag {tag.name}": tag.id for tag in session.scalars(select(Tag))}
    return {**known, "lost": lost, "broken": broken}


def test_a_merge_that_died_lost_nothing_and_goes_on(desk: Desk, ids: dict[str, int], tmp_path: Path) -> None:
    dies(desk, tmp_path, MERGES, ids["tag lost"], ids["tag broken"])
    assert (on(ids["lost"]), on(ids["broken"])) == (["lost"], ["broken"])

    tags.merge_tag(ids["tag lost"], into_id=ids["tag broken"], by=desk.cast.dora)

    assert on(ids["lost"]) == on_customer_of(ids["lost"]) == on(ids["broken"]) == ["broken"]


def test_a_removal_that_died_goes_on(desk: Desk, ids: dict[str, int], tmp_path: Path) -> None:
    dies(desk, tmp_path, REMOVES, ids["tag lost"])
    assert on_customer_of(ids["lost"]) == ["lost"]

    tags.remove_tag(ids["tag lost"], by=desk.cast.dora, even_if_used=True)

    assert (on(ids["lost"]), on_customer_of(ids["lost"]), on(ids["broken"])) == ([], [], ["broken"])
    with db.reading() as session:
        assert session.scalar(select(func.count()).select_from(Tag).where(Tag.name == "lost")) == 0
        assert [tag_rows.count(session, table, ids["tag lost"]) for table in tag_rows.TABLES] == [0, 0]
