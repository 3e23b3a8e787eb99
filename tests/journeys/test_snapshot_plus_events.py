"""What a screen shows after the frames is what it would load anew, for every kind of event.

The frames come over a real socket, and the code that applies and compares them is the console's own.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest
from sqlalchemy import func, select

from helpdesk import clock, db
from helpdesk.actions import (
    label,
)
from helpdesk.events import KINDS
from helpdesk.models import (
    Event,
    Skill,
    Ticket,
)
from helpdesk.permissions import SYSTEM
from tests.cast import Desk
from tests.consoles import Console, open_console
from tests.edge import Browser
from tests.journeys.events.stories import BEFORE, STORIES
from tests.journeys.events.story import Story
from tests.journeys.screens import compiled_comparison, differences, snapshot
from tests.stories import visitor_writes

Open = Callable[..., Browser]
KINDS_IN_ORDER: Final = sorted(KINDS)
TODAY: Final = clock.now().toordinal()


def test_every_event_kind_has_its_story() -> None:
    assert set(STORIES) == KINDS


@pytest.fixture(scope="module")
def comparison(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return compiled_comparison(tmp_path_factory.mktemp("compare"))


@pytest.mark.parametrize("kind", KINDS_IN_ORDER)
def test_the_snapshot_before_and_the_events_make_the_snapshot_after(
    kind: str, desk: Desk, browser: Open, comparison: Path
) -> None:
    with db.transaction() as session:
        session.add(Skill(name="customs"))
    story, turn = Story(desk, visitor_writes(desk, "Where is my order?")), TODAY + KINDS_IN_ORDER.index(kind)
    if kind in BEFORE:
        BEFORE[kind](story)
    anna = browser("anna")
    with open_console(anna, watch=story.id) as console:
        _settle(console)
        console.frames.clear()
        before = snapshot(anna, story.id, turn=turn)

        STORIES[kind](story)
        _settle(console)

        after = snapshot(anna, story.id, turn=turn)
        found = _differences_at_rest(console, lambda: differences(comparison, before, console.frames, after))
    assert kind in _kinds_after(before["ticket"]["position"]), "the story did not happen"
    assert found == [], "\n".join(map(str, found))


def _settle(console: Console) -> None:
    """Wait until every event is numbered and nothing more comes."""
    for _ in range(100):
        console.drain(quiet_s=0.2)
        with db.reading() as session:
            if not session.scalar(select(func.count()).where(Event.position.is_(None))):
                return
    raise TimeoutError("events stay without a position")


def _differences_at_rest(console: Console, compare: Callable[[], list[str]]) -> list[str]:
    """Give frames that are still on their way a few seconds."""
    for _ in range(5):
        if not (found := compare()):
            return found
        console.drain(quiet_s=1.0)
    return compare()


def _kinds_after(position: int) -> set[str]:
    with db.reading() as session:
        return set(session.scalars(select(Event.kind).where(Event.position > position)))


def test_the_story_of_a_team_change_hides_the_ticket_from_others(desk: Desk, browser: Open, comparison: Path) -> None:
    story = Story(desk, visitor_writes(desk, "Where is my order?"))
    charlie = browser("charlie")
    with open_console(charlie) as console:
        _settle(console)

        with db.transaction() as session:
            label.set_team(session, story.id, team_id=desk.cast.support_id, by=SYSTEM)

        assert console.next("gone")["ticket"] == story.id
        with db.reading() as session:
            assert session.get_one(Ticket, story.id).team_id == desk.cast.support_id
