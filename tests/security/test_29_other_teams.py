"""What a team sees of a customer's tickets with other teams: nothing, a stub or everything, and never more than its setting."""

from collections.abc import Callable
from typing import Any

import pytest

from helpdesk import db
from helpdesk.actions.workspace.teams import TeamChanges, change_team
from helpdesk.models import OthersTickets, Ticket
from tests.cast import Desk
from tests.edge import Browser
from tests.security.world import CANARY, World, make_world

Open = Callable[..., Browser]
STUB = {"created_at", "channel_kind", "type_id", "status_id", "category", "team_id"}


@pytest.fixture
def world(desk: Desk) -> World:
    return make_world(desk)


def setting(desk: Desk, others: OthersTickets) -> None:
    with db.transaction() as session:
        change_team(session, desk.cast.billing_id, TeamChanges(others_tickets=others), by=desk.cast.dora)


def shared_ticket(world: World) -> int:
    """The ticket of Support whose customer has one with Billing as well."""
    with db.reading() as session:
        tickets = session.query(Ticket).filter_by(customer_id=world.shared_customer_id).order_by(Ticket.id)
        return next(ticket.id for ticket in tickets if ticket.id != world.own_ticket_id)


def heard(charlie: Browser, world: World) -> dict[str, Any]:
    """Everything charlie can ask about that ticket, by the way it is asked."""
    ticket_id, customer_id = shared_ticket(world), world.shared_customer_id
    panel = charlie.get(f"/api/customers/{customer_id}").json()
    return {
        "id": charlie.get(f"/api/tickets/{ticket_id}").status_code,
        "ahead": [one["ticket"]["id"] for one in charlie.get(f"/api/tickets/ahead?ids={ticket_id}").json()["tickets"]],
        "rows": [row["id"] for row in charlie.get(f"/api/ticket-rows?ids={ticket_id}").json()["rows"]],
        "list": [id for id, _ in charlie.get("/api/tickets?view=resolved&sort=activity").json()["order"]],
        "search": [row["id"] for row in charlie.get(f"/api/search?q={CANARY}").json()["tickets"]],
        "timeline": CANARY in charlie.get(f"/api/customers/{customer_id}/history").text,
        "panel": [one["id"] for one in panel["tickets"]],
        "stubs": panel["stubs"],
        "write": charlie.put(f"/api/tickets/{ticket_id}/priority", json={"priority": "low"}).status_code,
    }


@pytest.mark.parametrize("others", [OthersTickets.HIDDEN, OthersTickets.STUB])
def test_nothing_and_a_stub_say_no_word_of_it(world: World, browser: Open, others: OthersTickets) -> None:
    setting(world.desk, others)
    charlie = browser("charlie")

    told = heard(charlie, world)

    assert (told["id"], told["write"]) == (404, 404)
    assert (told["rows"], told["list"], told["search"], told["timeline"]) == ([], [], [], False)
    assert told["ahead"] == []
    assert told["panel"] == [world.own_ticket_id]
    assert [set(stub) for stub in told["stubs"]] == ([] if others is OthersTickets.HIDDEN else [STUB])
    assert CANARY not in charlie.get(f"/api/customers/{world.shared_customer_id}").text


def test_full_reading_is_of_shared_customers_alone_and_changes_nothing(world: World, browser: Open) -> None:
    setting(world.desk, OthersTickets.READABLE)
    ticket_id = shared_ticket(world)

    told = heard(browser("charlie"), world)

    assert (told["id"], told["write"]) == (200, 403)
    assert (told["rows"], told["search"], told["timeline"]) == ([ticket_id], [ticket_id], True)
    assert (told["list"], told["stubs"]) == ([], [])
    assert sorted(told["panel"]) == sorted([ticket_id, world.own_ticket_id])
    assert browser("charlie").get(f"/api/tickets/{world.ids['ticket_id']}").status_code == 404
    assert (
        browser("charlie").get(f"/api/attachments/{world.ids['attachment_id']}?{world.ids['file_seal']}").status_code
        == 404
    )


def test_files_follow_the_same_setting(world: World, browser: Open) -> None:
    attachment = f"/api/attachments/{world.ids['attachment_id']}?{world.ids['file_seal']}"
    with db.transaction() as session:
        own = session.get_one(Ticket, world.own_ticket_id)
        own.customer_id = world.ids["customer_id"]

    found = {}
    for others in OthersTickets:
        setting(world.desk, others)
        found[others] = browser("charlie").get(attachment).status_code

    assert found == {OthersTickets.HIDDEN: 404, OthersTickets.STUB: 404, OthersTickets.READABLE: 200}
