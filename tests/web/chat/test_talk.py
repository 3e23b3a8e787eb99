"""A visitor writes, an agent answers, both see it at once."""

from helpdesk.config import Config
from tests.cast import Desk
from tests.consoles import open_console
from tests.edge import signed_in_browser
from tests.stories import answers, gateway_delivers
from tests.widgets import open_widget


def test_a_message_is_acknowledged_with_its_number(desk: Desk, server: Config) -> None:
    with open_widget(server, desk) as widget:
        ack = widget.writes("Привіт! Де моє замовлення?")

    assert (ack["seq"], ack["message"]["text"], ack["message"]["from"]) == (1, "Привіт! Де моє замовлення?", "visitor")


def test_the_agents_answer_reaches_the_visitor(desk: Desk, server: Config) -> None:
    with open_widget(server, desk) as widget, open_console(signed_in_browser(server, "anna")) as console:
        widget.writes("Hello")
        ticket_id = console.event("message.received")["ticket"]["id"]
        answers(ticket_id, "Good **day**!", by=desk.cast.anna)
        gateway_delivers(desk)

        event = widget.next("event", where=lambda frame: frame.get("message", {}).get("from") == "agent")

    assert event["message"]["name"] == "Anna"
    assert event["message"]["html"].strip() == "<p>Good <strong>day</strong>!</p>"
