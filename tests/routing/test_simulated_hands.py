"""One pair of hands: live turns first, e-mail in between."""

from routing.simulate.hands import Hands, Turn
from routing.simulate.world import SWITCHING_S


def test_live_work_interrupts_an_email_which_goes_on_afterwards() -> None:
    hands = Hands()
    hands.add(0, Turn(1, live=False, effort_s=300))
    hands.pick_up(0)

    hands.add(100, Turn(2, live=True, effort_s=60))

    assert hands.pick_up(100) == 160
    assert hands.finish(160).ticket_id == 2
    assert hands.pick_up(160) == 160 + 200 + SWITCHING_S


def test_live_turns_go_in_the_order_they_became_ready() -> None:
    hands = Hands()
    for ticket_id in (1, 2, 3):
        hands.add(0, Turn(ticket_id, live=True, effort_s=60))

    done = []
    for now in (60, 120, 180):
        hands.pick_up(now - 60)
        done.append(hands.finish(now).ticket_id)

    assert done == [1, 2, 3]


def test_a_ticket_that_is_taken_away_leaves_no_work_behind() -> None:
    hands = Hands()
    hands.add(0, Turn(1, live=True, effort_s=60))
    hands.pick_up(0)

    hands.drop(20, 1)

    assert hands.are_idle
    assert hands.busy_s == 20
    assert hands.pick_up(20) is None
