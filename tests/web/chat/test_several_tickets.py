"""A visitor has several tickets and says which one they write to."""

from typing import Any

import pytest
from sqlalchemy import select

from helpdesk import db
from helpdesk.config import Config
from helpdesk.models import Ticket
from tests.cast import Desk
from tests.consoles import open_console
from tests.edge import signed_in_browser
from tests.stories import answers, gateway_delivers
from tests.widgets import new_token, open_widget, rest


def test_zero_begins_another_ticket_and_its_number_goes_back_to_it(desk: Desk, server: Config) -> None:
    with open_widget(server, desk) as widget:
        first = widget.writes("My parcel is late")
        second = widget.writes("Do you sell mugs?", ticket=0)
        more_of_second = widget.writes("Blue ones")
        more_of_first = widget.writes("It was due on Monday", ticket=first["ticket"])

    assert second["ticket"] != first["ticket"]
    assert (more_of_second["ticket"], more_of_second["seq"]) == (second["ticket"], 2)
    assert (more_of_first["ticket"], more_of_first["seq"]) == (first["ticket"], 2)


def test_the_same_beginning_again_is_the_same_ticket(desk: Desk, server: Config) -> None:
    with open_widget(server, desk) as widget:
        first = widget.writes("Another matter", ticket=0)
        again = widget.writes("Another matter", ticket=0, client_id=first["client_id"])

    assert again == first


def test_nobody_writes_to_somebody_elses_ticket_or_learns_that_it_is_there(desk: Desk, server: Config) -> None:
    with open_widget(server, desk) as widget:
        theirs = widget.writes("This is mine")["ticket"]
    with open_widget(server, desk) as stranger:
        stranger.write("Let me in", ticket=theirs)
        refused = stranger.next("refused")
        stranger.write("Let me in", ticket=theirs + 1_000)
        unknown = stranger.next("refused")

    assert refused["code"] == "invalid"
    assert (unknown["code"], unknown["detail"]) == (refused["code"], refused["detail"])


def test_the_list_tells_the_last_words_of_each_ticket(desk: Desk, server: Config) -> None:
    token = new_token()
    with open_widget(server, desk, token=token) as widget:
        widget.writes("My parcel is late")
        widget.writes("Do you sell mugs?", ticket=0)

    with rest(server, desk, token) as client:
        heads = client.get("events").json()["tickets"]

    assert [head["preview"] for head in heads] == ["My parcel is late", "Do you sell mugs?"]
    assert all(head["at"] for head in heads)


@pytest.mark.parametrize("ticket", [-1, 2**60, 1.5, "7", True])
def test_a_ticket_is_a_number(desk: Desk, server: Config, ticket: Any) -> None:  # wrong on purpose
    with open_widget(server, desk) as widget:
        widget.write("Hello", ticket=ticket)

        assert widget.next("refused")["code"] == "invalid"


def test_the_agent_sees_typing_at_the_ticket_where_it_happens(desk: Desk, server: Config) -> None:
    with open_widget(server, desk) as widget, open_console(signed_in_browser(server, "anna")) as console:
        first = widget.writes("My parcel is late")
        ticket_id = console.event("message.received")["ticket"]["id"]
        widget.writes("Do you sell mugs?", ticket=0)
        console.say({"t": "watch", "ticket": ticket_id})
        console.next("watching")
        widget.came("event", where=lambda frame: frame["ticket"] != first["ticket"])

        widget.say({"t": "typing", "on": True, "ticket": first["ticket"]})

        assert console.next("customer_typing") == {"t": "customer_typing", "ticket": ticket_id, "on": True}


def test_an_answer_to_an_older_ticket_is_told_to_a_browser_that_comes_back(desk: Desk, server: Config) -> None:
    token = new_token()
    with open_widget(server, desk, token=token) as widget:
        first = widget.writes("My parcel is late")
        widget.writes("Do you sell mugs?", ticket=0)
    answers(id_of(first["ticket"]), "It comes tomorrow", by=desk.cast.anna)
    gateway_delivers(desk)

    with rest(server, desk, token) as client:
        events = client.get("events").json()["events"]

    assert "It comes tomorrow" in [event["message"]["text"] for event in events if event["kind"] == "message"]


def id_of(number: int) -> int:
    with db.reading() as session:
        return session.scalars(select(Ticket.id).where(Ticket.number == number)).one()
