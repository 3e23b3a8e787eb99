"""A second tab of a visitor's browser: it knows the token before the desk has heard of it."""

from helpdesk.config import Config
from tests.cast import Desk
from tests.widgets import new_token, open_widget


def test_a_tab_opened_before_the_first_message_hears_everything(desk: Desk, server: Config) -> None:
    token = new_token()
    with open_widget(server, desk, token=token) as onlooker, open_widget(server, desk, token=token) as writer:
        writer.writes("First")
        writer.writes("Second")

        heard = [onlooker.next("event") for _ in range(2)]

    assert [(event["seq"], event["message"]["text"]) for event in heard] == [(1, "First"), (2, "Second")]


def test_a_tab_of_somebody_else_hears_nothing(desk: Desk, server: Config) -> None:
    with open_widget(server, desk) as stranger, open_widget(server, desk) as writer:
        writer.writes("First")

        heard = stranger.drain()

    assert heard == []
