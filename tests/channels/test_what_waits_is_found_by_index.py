"""Looking for what waits does not read what was ever written: a million messages cost no more than ten."""

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from channels.outgoing import abandoned, channels_with_work
from tests.cast import Desk
from tests.plans import plans_of

pytestmark = pytest.mark.sqlite


@pytest.mark.parametrize("ask", [channels_with_work, lambda session: abandoned(session, 1)], ids=["due", "abandoned"])
def test_what_waits_is_found_by_its_index(desk: Desk, ask: Callable[[Session], object]) -> None:
    (plan,) = plans_of(ask)

    assert "ix_message_undelivered" in plan
