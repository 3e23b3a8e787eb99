"""Which ticket goes first when there are fewer agents than tickets."""

from tests.routing.desks import NOW, agent, chosen, email, ticket


def test_the_urgent_ticket_goes_first() -> None:
    assert chosen([ticket(1, priority=4), ticket(2, priority=1)], [agent()]) == {2: "anna"}


def test_of_equals_the_one_that_waits_longer_goes_first() -> None:
    assert chosen([ticket(1), ticket(2, waiting_since=NOW - 60)], [agent()]) == {2: "anna"}


def test_of_equals_that_came_together_the_smaller_id_goes_first() -> None:
    assert chosen([ticket(2), ticket(1)], [agent()]) == {1: "anna"}


def test_a_low_ticket_about_to_be_late_goes_before_a_normal_one_with_hours_left() -> None:
    pressing = email(1, priority=4, waiting_since=NOW - 13_000, due_at=NOW + 600)
    relaxed = email(2, priority=3, due_at=NOW + 7_200)

    assert chosen([relaxed, pressing], [agent()]) == {1: "anna"}


def test_what_can_still_be_in_time_goes_before_what_is_late_already() -> None:
    late = ticket(1, waiting_since=NOW - 320, due_at=NOW - 20)
    pressing = ticket(2, waiting_since=NOW - 200, due_at=NOW + 100)

    assert chosen([late, pressing], [agent()]) == {2: "anna"}


def test_late_tickets_go_by_how_many_times_their_target_they_have_waited() -> None:
    urgent = ticket(1, priority=1, waiting_since=NOW - 240, due_at=NOW - 120)
    normal = ticket(2, priority=3, waiting_since=NOW - 2_400, due_at=NOW - 2_100)

    assert chosen([urgent, normal], [agent()]) == {2: "anna"}


def test_a_late_ticket_does_not_starve() -> None:
    forgotten = ticket(1, priority=4, waiting_since=NOW - 86_400, due_at=NOW - 86_000)
    fresh = [ticket(n, priority=1, waiting_since=NOW - 60, due_at=NOW + 60) for n in range(2, 50)]

    assert chosen([*fresh, forgotten], [agent()]) == {1: "anna"}


def test_a_ticket_without_a_due_time_grows_older_too() -> None:
    old = email(1, due_at=None, waiting_since=NOW - 14_000)

    assert chosen([email(2), old], [agent()]) == {1: "anna"}
