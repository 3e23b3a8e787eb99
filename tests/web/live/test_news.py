"""What consoles hear when something happens at the desk."""

from collections.abc import Callable

from helpdesk import db
from helpdesk.actions import assign, label
from helpdesk.models import Priority
from tests.cast import Desk
from tests.consoles import open_console
from tests.edge import Browser
from tests.stories import takes, visitor_writes

Open = Callable[..., Browser]


def test_a_new_ticket_appears_on_an_open_console(desk: Desk, browser: Open) -> None:
    with open_console(browser("anna")) as console:
        message = visitor_writes(desk, "My order is late")

        frame = console.event("message.received")

    assert frame["ticket"]["id"] == message.ticket_id
    assert frame["ticket"]["preview"] == "My order is late"


def test_who_only_has_the_list_gets_rows_and_no_messages(desk: Desk, browser: Open) -> None:
    with open_console(browser("anna")) as console:
        visitor_writes(desk)

        frame = console.event("message.received")

    assert "message" not in frame
    assert "entry" not in frame


def test_that_a_ticket_was_given_to_somebody_is_the_news_whatever_happened_just_after(
    desk: Desk, browser: Open
) -> None:
    ticket_id = visitor_writes(desk).ticket_id
    with open_console(browser("anna")) as console:
        with db.transaction() as session:
            assign.assign(session, ticket_id, agent_id=desk.cast.anna.agent_id, by=desk.cast.boris)
            label.set_priority(session, ticket_id, priority=Priority.HIGH, by=desk.cast.boris)

        frame = console.event("ticket.assigned")

    assert (frame["ticket"]["assignee_id"], frame["ticket"]["priority"]) == (desk.cast.anna.agent_id, "high")


def test_who_watches_the_ticket_gets_its_messages_and_entries(desk: Desk, browser: Open) -> None:
    ticket_id = visitor_writes(desk, "One").ticket_id
    with open_console(browser("anna"), watch=ticket_id) as console:
        visitor_writes(desk, "Two")
        console.event("message.received", "Two")
        takes(ticket_id, by=desk.cast.boris)
        assigned = console.event("ticket.assigned")

    assert assigned["entry"]["actor"]["name"] == "Boris"
    assert assigned["assignment"]["agent_id"] == desk.cast.boris.agent_id
