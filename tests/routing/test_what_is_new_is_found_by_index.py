"""Looking for new tickets reads no message of those that are known: a million cost no more than ten."""

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from routing.classification import any_waits, verdicts_of
from tests.cast import Desk
from tests.plans import plans_of


@pytest.mark.sqlite
@pytest.mark.parametrize("ask", [verdicts_of, any_waits])
def test_what_no_rule_has_looked_at_is_found_by_its_index(desk: Desk, ask: Callable[[Session], object]) -> None:
    (plan,) = plans_of(ask)

    assert "ix_ticket_unclassified" in plan
    assert "SCAN message" not in plan
