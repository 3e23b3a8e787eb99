"""The machine's clock is set while the desk runs: who is at their desk stays there, and nobody's offer is over."""

from datetime import timedelta

import pytest

from helpdesk import clock, db, presence
from helpdesk.actions import erasures, leaving, offers, trash
from helpdesk.actions.workspace.team_routing import change_routing
from helpdesk.models import Assignment, ChannelKind, Presence
from helpdesk.team_routing import TeamRouting
from routing import jobs
from runtime.wall_clock import WallClock
from tests.cast import Desk
from tests.stories import takes, ticket_of, visitor, visitor_writes

LATER = timedelta(hours=2)


def anna_is_there(desk: Desk) -> None:
    with db.transaction() as session:
        presence.mark_seen(session, [desk.cast.anna.agent_id or 0])


def counted() -> tuple[int, int, int, int]:
    """Count time as the clock does: who is gone, whose work goes back, who is inactive, whose offer is over."""
    with db.transaction() as session:
        gone, inactive = presence.announce_gone(session), presence.send_inactive_away(session)
    return gone, leaving.return_due(), inactive, offers.expire_due()


@pytest.mark.parametrize("looks", [True, False])
def test_nobody_is_gone_because_the_clock_was_set_forward(desk: Desk, looks: bool) -> None:
    anna_is_there(desk)
    takes(visitor_writes(desk).ticket_id, by=desk.cast.anna)
    wall_clock = WallClock()

    with clock.fixed(clock.now() + LATER):
        if looks:
            wall_clock.look()
        assert any(counted()) is not looks


def test_no_offer_is_over_because_the_clock_was_set_forward(desk: Desk) -> None:
    jobs._memory.clear()
    with db.transaction() as session:
        change_routing(session, None, TeamRouting(offer_s={ChannelKind.WEBCHAT: 20}), by=desk.cast.dora)
    anna_is_there(desk)
    asked = visitor_writes(desk, "Good morning, where is my order please?")
    jobs.route()
    wall_clock, now = WallClock(), clock.now()

    with clock.fixed(now + LATER):
        wall_clock.look()
        wall_clock.look()
        assert counted() == (0, 0, 0, 0)

    with db.reading() as session:
        expires_at = session.query(Assignment).one().offer_expires_at
    assert expires_at == ticket_of(asked).offer_until
    with clock.fixed(now + LATER + timedelta(seconds=21)):
        assert offers.expire_due() == 1


def test_who_left_before_the_clock_was_set_back_is_gone_soon(desk: Desk) -> None:
    now = clock.now()
    with clock.fixed(now + LATER):
        anna_is_there(desk)
        wall_clock = WallClock()

    with clock.fixed(now):
        wall_clock.look()

    with db.reading() as session:
        assert session.get_one(Presence, desk.cast.anna.agent_id).last_seen_at == now


def test_a_clock_that_goes_as_it_should_moves_nothing(desk: Desk) -> None:
    anna_is_there(desk)
    with db.reading() as session:
        seen_at = session.get_one(Presence, desk.cast.anna.agent_id).last_seen_at

    WallClock().look()

    with db.reading() as session:
        assert session.get_one(Presence, desk.cast.anna.agent_id).last_seen_at == seen_at


def test_no_grace_is_over_because_the_clock_was_set_forward(desk: Desk) -> None:
    asked, thrown = visitor_writes(desk), visitor_writes(desk, browser="oleh")
    with db.transaction() as session:
        trash.throw_away(session, thrown.ticket_id, by=desk.cast.anna)
        due_at = erasures.ask(session, visitor(desk))
    wall_clock, now = WallClock(), clock.now()
    by = due_at - now + timedelta(days=40)

    with clock.fixed(now + by):
        wall_clock.look()
        assert (trash.empty_due(), erasures.fulfil_due()) == (0, 0)
    with clock.fixed(due_at + by + timedelta(minutes=1)):
        assert erasures.fulfil_due() == 1
    with clock.fixed(now + by + timedelta(days=31)):
        assert trash.empty_due() == 1
    assert ticket_of(asked).id == asked.ticket_id
